import { isObject } from '../../../domain/json.ts';
import type { Score, ScoreDelivery } from '../../../domain/score.ts';
import { traceIdOf } from '../../otlp/span.ts';
import { type MlflowApi, MlflowRefusal } from '../mlflowApi.ts';

const TRACES = '/api/3.0/mlflow/traces';
/** In an assessment's metadata: MLflow gives its own ids. */
const SCORE_ID = 'torii.score_id';
const NOT_FOUND = 404;

/** Judgements on calls as MLflow keeps them: feedback on their traces. Source: its REST API, version 3.0. */
export class Assessments {
  readonly #api: MlflowApi;

  constructor(api: MlflowApi) {
    this.#api = api;
  }

  /** Puts or takes back a score of a call, once however often it is delivered. Throws as MlflowApi does. */
  async deliver({ score, removed }: ScoreDelivery, callId: string, signal: AbortSignal): Promise<void> {
    const trace = `${TRACES}/tr-${traceIdOf(callId)}`;
    if (removed === true) await this.#remove(trace, score.id, signal);
    else await this.#put(trace, toAssessment(score, callId), score.id, signal);
  }

  async #put(trace: string, assessment: unknown, scoreId: string, signal: AbortSignal): Promise<void> {
    if ((await this.#find(trace, scoreId, signal)) !== undefined) return;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ assessment });
    await this.#api.json({ method: 'POST', path: `${trace}/assessments`, headers, body }, signal);
  }

  /** Where the trace is gone, so is what was said of it. */
  async #remove(trace: string, scoreId: string, signal: AbortSignal): Promise<void> {
    try {
      const id = await this.#find(trace, scoreId, signal);
      if (id !== undefined) await this.#api.send({ method: 'DELETE', path: `${trace}/assessments/${id}` }, signal);
    } catch (error) {
      if (!(error instanceof MlflowRefusal) || error.status !== NOT_FOUND) throw error;
    }
  }

  async #find(trace: string, scoreId: string, signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.#api.json({ method: 'GET', path: trace }, signal);
    const held = isObject(answer['trace']) ? answer['trace'] : {};
    const info = isObject(held['trace_info']) ? held['trace_info'] : {};
    const assessments = Array.isArray(info['assessments']) ? info['assessments'].filter(isObject) : [];
    const found = assessments.find(({ metadata }) => isObject(metadata) && metadata[SCORE_ID] === scoreId);
    return typeof found?.['assessment_id'] === 'string' ? found['assessment_id'] : undefined;
  }
}

function toAssessment(score: Score, callId: string): Readonly<Record<string, unknown>> {
  const time = new Date(score.createdAt).toISOString();
  return {
    assessment_name: score.name,
    trace_id: `tr-${traceIdOf(callId)}`,
    source: { source_type: 'HUMAN', source_id: score.author },
    create_time: time,
    last_update_time: time,
    feedback: { value: score.dataType === 'BOOLEAN' ? score.value === 1 : score.value },
    rationale: score.comment,
    metadata: { [SCORE_ID]: score.id },
  };
}
