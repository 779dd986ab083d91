import { messageOf } from '../../../domain/errors.ts';
import type { CallTrace } from '../../../domain/traceExport.ts';
import type { Destination, DestinationProbe, SendOutcome } from '../../destination.ts';
import type { Fetch } from '../../httpExchange.ts';
import { Experiment } from '../experiment.ts';
import { asUnavailable, MlflowApi } from '../mlflowApi.ts';
import type { MlflowDoor } from '../mlflowDoor.ts';
import { sendEach } from '../sendEach.ts';
import { readVersion } from '../serverVersion.ts';
import { ArtifactStore } from './artifactStore.ts';
import { type RunWish, toRunDraft } from './runDraft.ts';
import type { RunPlace } from './runFields.ts';
import { RunWriter } from './runWriter.ts';
import type { S3Bucket } from './s3Bucket.ts';

export interface RunsParts {
  readonly id: string;
  readonly wantsContent: boolean;
  readonly door: MlflowDoor;
  readonly fetch: Fetch;
  readonly s3: S3Bucket | undefined;
  readonly experiment: string;
  readonly wish: RunWish;
  /** Epoch ms: when this destination is made. */
  readonly since: number;
}

/** One run of MLflow for each call, as the workshop's callback writes them. */
export function createMlflowRunsDestination(parts: RunsParts): Destination {
  const { door, fetch, s3, since } = parts;
  const api = new MlflowApi(door, fetch);
  const experiment = new Experiment(api, parts.experiment);
  const artifacts = new ArtifactStore({ api, fetch, s3 });
  const writer = new RunWriter({ api, experiment, artifacts, managed: door.managed, since });
  return {
    id: parts.id,
    kind: 'mlflow-runs',
    get address() {
      return door.address;
    },
    wantsContent: parts.wantsContent,
    send: (traces, signal) => sendRuns(traces, writer, parts, signal),
    probe: (signal) => probeRuns(api, experiment, door.managed, signal),
    close: async () => undefined,
  };
}

async function sendRuns(
  traces: readonly CallTrace[],
  writer: RunWriter,
  { wish, door }: RunsParts,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const place: RunPlace = { environment: door.managed ? 'aws' : 'local', account: door.account };
  const outcome = await sendEach(traces, (trace) => writer.write(toRunDraft(trace, wish, place), signal));
  writer.forget(traces.map(({ record }) => record.callId));
  return outcome;
}

/** Finds, or makes, the experiment: whoever may do that may write runs. */
async function probeRuns(
  api: MlflowApi,
  experiment: Experiment,
  managed: boolean,
  signal: AbortSignal,
): Promise<DestinationProbe> {
  try {
    const version = await readVersion(api, signal);
    const id = await experiment.id(signal);
    const server = version === undefined ? 'MLflow' : `MLflow ${version}`;
    return {
      ok: true,
      detail: `${server}: runs go to experiment ${experiment.name} (${id}).`,
      version,
      transport: 'runs',
    };
  } catch (error) {
    return { ok: false, detail: messageOf(asUnavailable(error, managed)), transport: 'runs' };
  }
}
