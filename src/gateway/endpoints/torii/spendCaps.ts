import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../../domain/errors.ts';
import { fromUsd, toUsd } from '../../../domain/money.ts';
import { type CapSpan, capSpans, type SpendCaps } from '../../../domain/spendCaps.ts';
import { isTimeZone } from '../../../domain/wallTime.ts';
import { SPEND_CAPS_PATH, type SpendCapsBody, spendCapsSchema } from '../../../protocol/spendCaps.ts';
import type { GatewayContext } from '../../context.ts';
import { callerOf } from '../../llmRequest.ts';
import { readManaged } from '../../management/readBody.ts';
import { requireAdmin } from '../../management/scope.ts';

/** Caps per request, task, day and month: told, and set by the editor from its settings. */
export function registerSpendCaps(server: FastifyInstance, context: GatewayContext): void {
  server.get(SPEND_CAPS_PATH, { config: { dashboard: true } }, (): SpendCapsBody => toBody(context));

  server.put(SPEND_CAPS_PATH, (request): SpendCapsBody => {
    requireAdmin(callerOf(request), SPEND_CAPS_PATH);
    const body = readManaged(request, spendCapsSchema);
    if (!isTimeZone(body.timeZone))
      throw new GatewayError('bad-request', 'timeZone: no IANA time zone', { param: 'timeZone' });
    context.spendCaps.set(toCaps(body), body.timeZone);
    return toBody(context);
  });
}

function toCaps(body: SpendCapsBody): SpendCaps {
  return Object.fromEntries(
    capSpans.flatMap((span) => {
      const cap = body[span];
      return cap === undefined ? [] : [[span, { amount: fromUsd(cap.usd), action: cap.action }] as const];
    }),
  );
}

function toBody({ spendCaps: { caps, timeZone } }: GatewayContext): SpendCapsBody {
  const of = (span: CapSpan): SpendCapsBody[CapSpan] => {
    const cap = caps[span];
    return cap === undefined ? undefined : { usd: toUsd(cap.amount), action: cap.action };
  };
  return { timeZone, request: of('request'), task: of('task'), day: of('day'), month: of('month') };
}
