import { invalid } from './mlflowError.ts';
import type { SimulatedRun } from './runStore.ts';

type Json = Readonly<Record<string, unknown>>;

/** MLflow's limits on one `log-batch` and on what is in it: `mlflow/utils/validation.py`. */
const MAX_BODY = 1_000_000;
const MAX_METRICS = 1000;
const MAX_PARAMS_TAGS = 100;
const MAX_KEY = 250;
const MAX_PARAM = 6000;
const NAME = /^[\p{L}\p{N}_/.\- :]*$/u;

/** Throws unless every entry of the batch may be logged. `maxTag` differs between versions: 5000, later 8000. */
export function checkBatch(body: Json, bytes: number, run: SimulatedRun, maxTag: number): void {
  if (bytes > MAX_BODY) invalid(`Batched logging API requests must be at most ${MAX_BODY} bytes, got ${bytes}.`);
  const [metrics, params, tags] = ['metrics', 'params', 'tags'].map((name) => listOf(body, name)) as [
    readonly Json[],
    readonly Json[],
    readonly Json[],
  ];
  if (metrics.length > MAX_METRICS) invalid(`at most ${MAX_METRICS} metrics`);
  if (params.length > MAX_PARAMS_TAGS || tags.length > MAX_PARAMS_TAGS) invalid(`at most ${MAX_PARAMS_TAGS} entries`);
  for (const metric of metrics) {
    checkName(metric['key']);
    if (typeof metric['value'] !== 'number') invalid(`Got invalid value ${String(metric['value'])} for metric`);
    if (!Number.isInteger(metric['timestamp']) || !Number.isInteger(metric['step']))
      invalid('timestamp and step: int64');
  }
  for (const tag of tags) checkText(tag, maxTag);
  const seen = new Map(run.params);
  for (const param of params) {
    checkText(param, MAX_PARAM);
    const before = seen.get(String(param['key']));
    if (before !== undefined && before !== param['value']) {
      invalid(`Changing param values is not allowed. Param with key='${String(param['key'])}' was already logged`);
    }
    seen.set(String(param['key']), String(param['value']));
  }
}

export function checkTags(body: Json, maxTag: number): void {
  for (const tag of listOf(body, 'tags')) checkText(tag, maxTag);
}

export function listOf(body: Json, name: string): readonly Json[] {
  const list = body[name] ?? [];
  if (!Array.isArray(list)) invalid(`Invalid value for parameter '${name}': a list is expected`);
  return list as readonly Json[];
}

function checkText(entry: Json, length: number): void {
  checkName(entry['key']);
  const { value } = entry;
  if (typeof value !== 'string') throw invalid(`Value of ${String(entry['key'])} must be a string`);
  if ([...value].length > length)
    invalid(`'${String(entry['key'])}' exceeds the maximum length of ${length} characters`);
}

function checkName(key: unknown): void {
  if (typeof key !== 'string' || key === '') throw invalid('A key name must be provided.');
  if (key.length > MAX_KEY) invalid(`Key exceeds the maximum length of ${MAX_KEY} characters`);
  if (!NAME.test(key)) invalid(`Invalid value "${key}": Names may only contain alphanumerics, underscores …`);
  if (/(^|\/)\.{1,2}(\/|$)|^\/|\/\/|\/$/.test(key)) invalid(`Invalid value "${key}": path is not unique`);
}
