import type { RunDraft } from './runDraft.ts';
import { type KeyValue, type Metric, RUN_LIMITS } from './runLimits.ts';

/** The body of one `runs/log-batch`, less the run's id. */
export interface RunBatch {
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
}

/** What a run holds, in as few calls as its size allows. */
export function toBatches({ metrics, params, tags }: Pick<RunDraft, keyof RunBatch>): readonly RunBatch[] {
  const batches: { metrics: Metric[]; params: KeyValue[]; tags: KeyValue[] }[] = [];
  let room = 0;
  const last = (entry: Metric | KeyValue) => {
    const bytes = Buffer.byteLength(JSON.stringify(entry)) + 1;
    if (batches.length === 0 || room < bytes) {
      batches.push({ metrics: [], params: [], tags: [] });
      room = RUN_LIMITS.body;
    }
    room -= bytes;
    return batches[batches.length - 1];
  };
  for (const metric of metrics) last(metric)?.metrics.push(metric);
  for (const param of params) last(param)?.params.push(param);
  for (const tag of tags) last(tag)?.tags.push(tag);
  return batches;
}
