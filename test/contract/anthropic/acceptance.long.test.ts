import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/domain/errors.ts';
import { parseMessages } from '../../../src/gateway/dialects/anthropic/parseMessages.ts';
import { toModelTraits } from '../../../src/providers/bedrock/modelTraits.ts';
import { type PreparedRequest, toConverseRequest } from '../../../src/providers/bedrock/request/converseRequest.ts';
import { SIMULATED_MODELS, toModelCard } from '../../simulators/bedrock/models.ts';
import { checkRequest } from '../../simulators/bedrock/rules/checkRequest.ts';
import { toWireRequest } from '../../simulators/bedrock/wire.ts';
import { messyBody } from './messyBodies.ts';

const RUNS = 400;

describe('whatever an Anthropic client sends, Bedrock accepts what we make of it, or we say what is wrong', () => {
  it.each(SIMULATED_MODELS.map((model) => [model.id, model] as const))('%s', (_id, model) => {
    const refusals = new Set<string>();
    let served = 0;
    fc.assert(
      fc.property(messyBody, (body) => {
        // The body itself is well-formed: reading it must not fail.
        const request = parseMessages(body, () => undefined);
        let prepared: PreparedRequest;
        try {
          prepared = toConverseRequest(request, {
            card: toModelCard(model),
            model: toModelTraits(model.id),
            dropParams: true,
          });
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          expect((error as GatewayError).status).toBe(400);
          refusals.add((error as GatewayError).message.replace(/^[\w.]+: /, ''));
          return;
        }
        served += 1;
        expect(checkRequest(toWireRequest(prepared.input), model)).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
    expect(served, [...refusals].join('\n')).toBeGreaterThan(RUNS / 4);
    for (const refusal of refusals) expect(refusal).toMatch(/does not take (images|documents)|at least one message/);
  });
});
