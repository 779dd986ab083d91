import { isObject } from '../../../domain/json.ts';
import { DestinationUnavailable } from '../../destination.ts';
import type { Experiment } from '../experiment.ts';
import { asUnavailable, type MlflowApi, MlflowRefusal } from '../mlflowApi.ts';
import type { ArtifactStore } from './artifactStore.ts';
import { toBatches } from './runBatches.ts';
import type { RunDraft } from './runDraft.ts';
import { fitTags } from './runLimits.ts';
import { RunLog } from './runLog.ts';

export interface RunWriterParts {
  readonly api: MlflowApi;
  readonly experiment: Experiment;
  readonly artifacts: ArtifactStore;
  /** SageMaker runs the server. */
  readonly managed: boolean;
  /** Epoch ms. Calls that ended before may have a run from an earlier process, or by earlier settings. */
  readonly since: number;
}

/** How far the writing of a run has come. */
interface Progress {
  /** An earlier try may have made the run without our knowing. */
  mayExist: boolean;
  run: { readonly id: string; readonly artifactUri: string } | undefined;
  batches: number;
  artifacts: number;
  ended: boolean;
}

/** Runs that are half written are remembered up to this number: more than a destination has under way at once. */
const REMEMBERED = 5000;
/** What `runs/create` says about an experiment that was deleted since. */
const EXPERIMENT_GONE = new Set(['RESOURCE_DOES_NOT_EXIST', 'INVALID_PARAMETER_VALUE', 'INVALID_STATE']);

/** Writes calls as runs, each once: a try that broke off goes on where it stopped. */
export class RunWriter {
  readonly #parts: RunWriterParts;
  readonly #progress = new RunLog<Progress>(REMEMBERED);

  constructor(parts: RunWriterParts) {
    this.#parts = parts;
  }

  /**
   * Makes, fills and ends the run of a call. Undefined when all is there, else why the server refused part of it. Throws
   * DestinationUnavailable; the same call can then be written again.
   */
  async write(draft: RunDraft, signal: AbortSignal): Promise<string | undefined> {
    const progress = this.#progress.get(draft.callId) ?? this.#begin(draft);
    const refusals: string[] = [];
    try {
      await this.#make(draft, progress, signal);
    } catch (error) {
      return this.#refusalOf(error);
    }
    await this.#fill(draft, progress, signal).catch((error: unknown) => refusals.push(this.#refusalOf(error)));
    await this.#end(draft, progress, signal).catch((error: unknown) => refusals.push(this.#refusalOf(error)));
    return refusals[0];
  }

  #refusalOf(error: unknown): string {
    return reasonOf(asUnavailable(error, this.#parts.managed));
  }

  /** Calls that will not be written again. */
  forget(callIds: Iterable<string>): void {
    for (const callId of callIds) this.#progress.delete(callId);
  }

  #begin({ callId, endTime }: RunDraft): Progress {
    const mayExist = endTime < this.#parts.since;
    const progress: Progress = { mayExist, run: undefined, batches: 0, artifacts: 0, ended: false };
    this.#progress.set(callId, progress);
    return progress;
  }

  async #make(draft: RunDraft, progress: Progress, signal: AbortSignal): Promise<void> {
    if (progress.run !== undefined) return;
    if (progress.mayExist) progress.run = await this.#find(draft, signal);
    if (progress.run !== undefined) return;
    progress.mayExist = true;
    progress.run = await this.#create(draft, signal).catch((error: unknown) => {
      if (!(error instanceof MlflowRefusal) || !EXPERIMENT_GONE.has(error.code)) throw error;
      this.#parts.experiment.forget();
      return this.#create(draft, signal);
    });
  }

  async #find({ callId }: RunDraft, signal: AbortSignal): Promise<Progress['run']> {
    const { api, experiment } = this.#parts;
    const filter = `tags.litellm_call_id = '${callId.replaceAll("'", '')}'`;
    const body = { experiment_ids: [await experiment.id(signal)], filter, max_results: 1 };
    const { runs } = await api.post('/runs/search', body, signal);
    return Array.isArray(runs) ? readRun(runs[0]) : undefined;
  }

  async #create({ name, startTime, callId }: RunDraft, signal: AbortSignal): Promise<Progress['run']> {
    const { api, experiment } = this.#parts;
    const answer = await api.post(
      '/runs/create',
      {
        experiment_id: await experiment.id(signal),
        run_name: name,
        start_time: startTime,
        tags: [{ key: 'litellm_call_id', value: callId }],
      },
      signal,
    );
    const run = readRun(answer['run']);
    if (run === undefined) throw new MlflowRefusal(200, '', 'The server made a run and did not say which.');
    return run;
  }

  async #fill(draft: RunDraft, progress: Progress, signal: AbortSignal): Promise<void> {
    const { api, artifacts } = this.#parts;
    const { run } = progress;
    if (run === undefined) return;
    const tags = [...draft.tags, { key: 'run_id', value: run.id }];
    for (const batch of toBatches({ ...draft, tags }).slice(progress.batches)) {
      await api.post('/runs/log-batch', { run_id: run.id, ...batch }, signal);
      progress.batches += 1;
    }
    for (const artifact of draft.artifacts.slice(progress.artifacts)) {
      const refused = await artifacts.put(run, artifact, signal).then(() => undefined, reasonOf);
      if (refused !== undefined) return await this.#leaveOut(run.id, refused, signal);
      progress.artifacts += 1;
    }
  }

  /** A run without its files is a run all the same. It says itself why they are not there. */
  async #leaveOut(runId: string, reason: string, signal: AbortSignal): Promise<void> {
    const tags = fitTags([['torii.artifacts', `left out: ${reason}`]]);
    await this.#parts.api.post('/runs/log-batch', { run_id: runId, tags }, signal);
  }

  /** In any case, so that no run is shown as running for ever. */
  async #end({ status, endTime }: RunDraft, progress: Progress, signal: AbortSignal): Promise<void> {
    if (progress.run === undefined || progress.ended) return;
    await this.#parts.api.post('/runs/update', { run_id: progress.run.id, status, end_time: endTime }, signal);
    progress.ended = true;
  }
}

function readRun(value: unknown): Progress['run'] {
  const info = isObject(value) ? value['info'] : undefined;
  if (!isObject(info) || typeof info['run_id'] !== 'string') return undefined;
  return { id: info['run_id'], artifactUri: String(info['artifact_uri'] ?? '') };
}

/** Why the server refused. What may go well later is thrown on. */
function reasonOf(error: unknown): string {
  if (error instanceof MlflowRefusal) return error.message;
  throw error instanceof Error ? error : new DestinationUnavailable(String(error));
}
