import type { CallTrace } from '../../../domain/traceExport.ts';
import { METRICS, PARAMS, type RunPlace, TAGS } from './runFields.ts';
import { fitMetrics, fitParams, fitTags, type KeyValue, type Metric } from './runLimits.ts';
import { answerText, errorText, promptText } from './runTexts.ts';

/** `litellm_settings.mlflow`: what is recorded of a call. A list that is left out records all that is known. */
export interface RunWish {
  readonly metrics: readonly string[] | undefined;
  readonly params: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
}

export interface Artifact {
  /** Path below the run's artifacts. */
  readonly path: string;
  readonly text: string;
}

/** A call as a run of MLflow. Times in epoch ms. */
export interface RunDraft {
  readonly callId: string;
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly status: 'FINISHED' | 'FAILED';
  readonly metrics: readonly Metric[];
  readonly params: readonly KeyValue[];
  readonly tags: readonly KeyValue[];
  readonly artifacts: readonly Artifact[];
}

/** Tags by which a call is found again and which MLflow itself shows: there whatever the config lists. */
const KEPT_TAGS = [
  'request_id',
  'litellm_call_id',
  'status',
  'error_type',
  'mlflow.user',
  'mlflow.source.name',
  'mlflow.source.type',
];
/** Model parameters that the workshop's callback records; others are recorded where the config lists them. */
const USUAL_PARAMETERS = ['temperature', 'max_tokens', 'top_p'];

/** A call as the workshop's callback records it, with the config's lists honoured, within MLflow's limits. */
export function toRunDraft(trace: CallTrace, wish: RunWish, place: RunPlace): RunDraft {
  const { record } = trace;
  return {
    callId: record.callId,
    name: record.callId,
    startTime: record.startedAt,
    endTime: record.endedAt,
    status: record.status === 'success' ? 'FINISHED' : 'FAILED',
    metrics: fitMetrics(metricsOf(trace, wish, place), record.endedAt),
    params: fitParams(paramsOf(trace, wish, place)),
    tags: fitTags(tagsOf(trace, wish, place)),
    artifacts: artifactsOf(trace),
  };
}

type Pairs<T> = readonly (readonly [string, T])[];

/** The workshop lists `latency` and charts what its callback calls `latency_ms`: whoever lists the one gets both. */
function metricsOf(trace: CallTrace, wish: RunWish, place: RunPlace): Pairs<number | undefined> {
  const listed = wish.metrics ?? Object.keys(METRICS).filter((name) => name !== 'latency');
  const names = listed.flatMap((name) => (name === 'latency' ? ['latency_ms', name] : [name]));
  return unique(names).map((name) => [name, METRICS[name]?.(trace, place)]);
}

function paramsOf(trace: CallTrace, wish: RunWish, place: RunPlace): Pairs<unknown> {
  const usual = Object.keys(PARAMS).filter((name) => name !== 'messages');
  const names = wish.params ?? [...usual, ...USUAL_PARAMETERS];
  return unique(names).map((name) => [name, PARAMS[name]?.(trace, place) ?? trace.parameters[name]]);
}

function tagsOf(trace: CallTrace, wish: RunWish, place: RunPlace): Pairs<unknown> {
  const names = [...KEPT_TAGS, ...(wish.tags ?? Object.keys(TAGS))];
  return unique(names).map((name) => [name, TAGS[name]?.(trace, place) ?? trace.metadata[name]]);
}

/** Prompt and answer are there only where content may go to this destination; errors hold none of it. */
function artifactsOf(trace: CallTrace): readonly Artifact[] {
  const { content, record } = trace;
  const failed = record.status === 'failure';
  const artifacts = [
    { path: 'prompt.txt', text: content === undefined ? '' : promptText(content.request) },
    { path: 'response.txt', text: content === undefined || failed ? '' : answerText(content.response) },
    { path: 'error.txt', text: failed ? errorText(record) : '' },
  ];
  return artifacts.filter(({ text }) => text !== '');
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
