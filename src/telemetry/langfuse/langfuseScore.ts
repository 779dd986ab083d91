import type { LangfuseTransport } from '../../domain/destinations.ts';
import type { ScoreDelivery } from '../../domain/score.ts';
import { traceIdOf } from '../otlp/span.ts';

/** Body of `POST /api/public/scores`, which all versions have. The id makes a second delivery the same score. */
export function toLangfuseScore(
  { score, traceId, sessionId }: ScoreDelivery,
  transport: LangfuseTransport,
  environment: string | undefined,
): Readonly<Record<string, unknown>> {
  return {
    id: score.id,
    name: score.name,
    value: score.value,
    dataType: score.dataType,
    comment: score.comment,
    traceId: traceId === undefined || transport === 'ingestion' ? traceId : traceIdOf(traceId),
    sessionId,
    environment,
  };
}
