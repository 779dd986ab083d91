import { invalid, MlflowError, missing } from './mlflowError.ts';
import { checkBatch, checkTags, listOf } from './runRules.ts';

type Json = Readonly<Record<string, unknown>>;

export interface SimulatedExperiment {
  readonly id: string;
  readonly name: string;
  stage: 'active' | 'deleted';
}

export interface SimulatedRun {
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly startTime: number;
  readonly artifactUri: string;
  status: string;
  endTime: number | undefined;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: Map<string, number>;
  readonly artifacts: Map<string, string>;
}

const STATUSES = new Set(['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED']);

/** Experiments and runs as MLflow's SQL store keeps them. Throws MlflowError. */
export class RunStore {
  readonly experiments: SimulatedExperiment[] = [{ id: '0', name: 'Default', stage: 'active' }];
  readonly runs: SimulatedRun[] = [];
  readonly #artifactRoot: string;
  readonly #maxTag: number;

  constructor(artifactRoot: string, maxTag: number) {
    this.#artifactRoot = artifactRoot;
    this.#maxTag = maxTag;
  }

  run(id: unknown): SimulatedRun {
    return this.runs.find((run) => run.id === id) ?? missing(`Run with id=${String(id)} not found`);
  }

  /** By method and path below `/api/2.0/mlflow`; `bytes` is the size of the body. */
  readonly calls: Readonly<Record<string, (body: Json, bytes: number) => unknown>> = {
    'GET /experiments/get-by-name': (query) => ({ experiment: toExperiment(this.#named(query['experiment_name'])) }),
    'POST /experiments/create': (body) => ({ experiment_id: this.#createExperiment(body['name']).id }),
    'POST /experiments/restore': (body) => {
      this.#experiment(body['experiment_id']).stage = 'active';
      return {};
    },
    'POST /runs/create': (body) => ({ run: toRun(this.#createRun(body)) }),
    'POST /runs/search': (body) => ({ runs: this.#search(body).map(toRun) }),
    'POST /runs/log-batch': (body, bytes) => this.#logBatch(body, bytes),
    'POST /runs/update': (body) => this.#update(body),
  };

  #named(name: unknown): SimulatedExperiment {
    const found = this.experiments.find((experiment) => experiment.name === name);
    return found ?? missing(`Could not find experiment with name '${String(name)}'`);
  }

  #experiment(id: unknown): SimulatedExperiment {
    const found = this.experiments.find((experiment) => experiment.id === id);
    return found ?? missing(`No Experiment with id=${String(id)} exists`);
  }

  #createExperiment(name: unknown): SimulatedExperiment {
    if (typeof name !== 'string' || name === '') return invalid('Invalid experiment name');
    if (this.experiments.some((experiment) => experiment.name === name)) {
      throw new MlflowError(400, 'RESOURCE_ALREADY_EXISTS', `Experiment '${name}' already exists.`);
    }
    const made = { id: String(this.experiments.length), name, stage: 'active' as const };
    this.experiments.push(made);
    return made;
  }

  #createRun(body: Json): SimulatedRun {
    const experiment = this.#experiment(body['experiment_id']);
    if (experiment.stage !== 'active') invalid(`The experiment ${experiment.id} must be in the 'active' state.`);
    checkTags(body, this.#maxTag);
    if (!Number.isInteger(body['start_time'])) invalid("Invalid value for parameter 'start_time'");
    const id = `run${String(this.runs.length + 1).padStart(29, '0')}`;
    const run: SimulatedRun = {
      id,
      experimentId: experiment.id,
      name: String(body['run_name']),
      startTime: Number(body['start_time']),
      artifactUri: `${this.#artifactRoot}/${experiment.id}/${id}/artifacts`,
      status: 'RUNNING',
      endTime: undefined,
      params: new Map(),
      tags: new Map(listOf(body, 'tags').map((tag) => [String(tag['key']), String(tag['value'])])),
      metrics: new Map(),
      artifacts: new Map(),
    };
    this.runs.push(run);
    return run;
  }

  #search(body: Json): readonly SimulatedRun[] {
    const [, tag, value] = /^tags\.(\w+) = '([^']*)'$/.exec(String(body['filter'])) ?? invalid('Invalid filter');
    const ids = body['experiment_ids'];
    if (!Array.isArray(ids)) return invalid("Invalid value for parameter 'experiment_ids'");
    const found = this.runs.filter((run) => ids.includes(run.experimentId) && run.tags.get(tag ?? '') === value);
    return found.slice(0, Number(body['max_results']));
  }

  #logBatch(body: Json, bytes: number): unknown {
    const run = this.run(body['run_id']);
    checkBatch(body, bytes, run, this.#maxTag);
    for (const { key, value } of listOf(body, 'metrics')) run.metrics.set(String(key), Number(value));
    for (const { key, value } of listOf(body, 'params')) run.params.set(String(key), String(value));
    for (const { key, value } of listOf(body, 'tags')) run.tags.set(String(key), String(value));
    return {};
  }

  #update(body: Json): unknown {
    const run = this.run(body['run_id']);
    if (!STATUSES.has(String(body['status']))) invalid(`Invalid run status ${String(body['status'])}`);
    run.status = String(body['status']);
    run.endTime = Number(body['end_time']);
    return { run_info: toRun(run).info };
  }
}

function toExperiment({ id, name, stage }: SimulatedExperiment) {
  return { experiment_id: id, name, lifecycle_stage: stage };
}

function toRun(run: SimulatedRun) {
  const { id, experimentId, name, status, artifactUri, startTime, endTime } = run;
  return {
    info: {
      ...{ run_id: id, run_uuid: id, run_name: name, experiment_id: experimentId, status },
      ...{ start_time: startTime, end_time: endTime, artifact_uri: artifactUri, lifecycle_stage: 'active' },
    },
  };
}
