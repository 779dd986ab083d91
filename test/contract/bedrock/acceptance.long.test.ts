import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../../src/domain/errors.ts';
import { toModelTraits } from '../../../src/providers/bedrock/modelTraits.ts';
import { type PreparedRequest, toConverseRequest } from '../../../src/providers/bedrock/request/converseRequest.ts';
import { SIMULATED_MODELS, toModelCard } from '../../simulators/bedrock/models.ts';
import { checkRequest } from '../../simulators/bedrock/rules/checkRequest.ts';
import { toWireRequest } from '../../simulators/bedrock/wire.ts';
import { messyRequest } from './messyRequests.ts';

const RUNS = 500;

describe('whatever a client sends, Bedrock accepts what we make of it, or we refuse it ourselves', () => {
  it.each(SIMULATED_MODELS.map((model) => [model.id, model] as const))('%s', (_id, model) => {
    let served = 0;
    fc.assert(
      fc.property(messyRequest, fc.boolean(), (request, dropParams) => {
        let prepared: PreparedRequest;
        try {
          prepared = toConverseRequest(request, {
            card: toModelCard(model),
            model: toModelTraits(model.id),
            dropParams,
          });
        } catch (error) {
          expect(error).toBeInstanceOf(GatewayError);
          expect((error as GatewayError).status).toBe(400);
          return;
        }
        served += 1;
        expect(checkRequest(toWireRequest(prepared.input), model)).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
    // At least one in six, by the model: half of that is out of chance's reach.
    expect(served).toBeGreaterThan(RUNS / 20);
  });
});
