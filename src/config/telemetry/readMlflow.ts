import type { MlflowRunsSettings, MlflowTracesSettings } from '../../domain/destinations.ts';
import { findCallback } from './callbackPlace.ts';
import { mayHaveContent } from './contentSwitch.ts';
import type { DestinationInput } from './destinationInput.ts';
import { readMlflowServer } from './mlflowServer.ts';
import { firstOf } from './variables.ts';

const TRACES = 'mlflow';
const RUNS = 'mlflow-runs';
/** The workshop's own callback, by the path of its instance in Python. */
const RUNS_CALLBACK = 'mlflow_callback.mlflow_callback_instance';
/** The workshop's name for its experiment. */
const RUNS_EXPERIMENT = '/litellm-monitoring';
/** Where MLflow's client puts what is given no experiment. */
const TRACES_EXPERIMENT = 'Default';

/** LiteLLM's callback `mlflow`: traces, or runs where the server takes none and the workshop's callback does not write them. */
export function readMlflowTraces(input: DestinationInput): MlflowTracesSettings | undefined {
  const { config } = input;
  const place = findCallback(config.litellm_settings, [TRACES]);
  const server = place === undefined ? undefined : readMlflowServer(input, place);
  if (place === undefined || server === undefined) return undefined;
  return {
    kind: 'mlflow-traces',
    id: TRACES,
    outcomes: place.outcomes,
    content: mayHaveContent(config, TRACES, place.name),
    server,
    experiment: readExperiment(input) ?? TRACES_EXPERIMENT,
    runsInstead: findCallback(config.litellm_settings, [RUNS_CALLBACK]) === undefined,
  };
}

/** The workshop's callback: a run for each call. Its experiment begins with a slash, whatever is written. */
export function readMlflowRuns(input: DestinationInput): MlflowRunsSettings | undefined {
  const { config } = input;
  const place = findCallback(config.litellm_settings, [RUNS_CALLBACK]);
  const server = place === undefined ? undefined : readMlflowServer(input, place);
  if (place === undefined || server === undefined) return undefined;
  const lists = config.litellm_settings?.mlflow;
  return {
    kind: 'mlflow-runs',
    id: RUNS,
    outcomes: place.outcomes,
    content: mayHaveContent(config, RUNS, place.name, listsMessages(lists?.params)),
    server,
    experiment: (readExperiment(input) ?? RUNS_EXPERIMENT).replace(/^\/*/, '/'),
    metrics: lists?.metrics,
    params: lists?.params,
    tags: lists?.tags,
  };
}

/** Whoever lists the messages among what is recorded wants them there, and then the files that hold them. */
function listsMessages(params: readonly string[] | undefined): true | undefined {
  return params?.includes('messages') === true ? true : undefined;
}

function readExperiment({ config, environment }: DestinationInput): string | undefined {
  const written = config.litellm_settings?.mlflow?.experiment_name?.trim();
  return written || firstOf(environment, ['MLFLOW_EXPERIMENT_NAME']);
}
