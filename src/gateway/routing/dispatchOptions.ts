import type { FastifyRequest } from 'fastify';
import { header } from '../requestFacts.ts';
import type { DispatchOptions, MockSwitches } from './attempt.ts';
import { readFallbacks } from './requestFallbacks.ts';

type Body = Readonly<Record<string, unknown>>;

/** Routing wishes of the body and the headers. Headers win. */
export function dispatchOptions(request: FastifyRequest, body: Body): DispatchOptions {
  const retries = numberOf(header(request, 'x-litellm-num-retries')) ?? numberOf(body['num_retries']);
  return {
    numRetries: retries === undefined ? undefined : Math.max(0, Math.floor(retries)),
    disableFallbacks: body['disable_fallbacks'] === true,
    fallbacks: readFallbacks(body),
    timeoutMs: milliseconds(header(request, 'x-litellm-timeout')) ?? milliseconds(body['timeout']),
    streamTimeoutMs: milliseconds(header(request, 'x-litellm-stream-timeout')) ?? milliseconds(body['stream_timeout']),
    dropParams: body['drop_params'] === true,
    mocks: mockSwitches(body),
  };
}

/** Hardly any body has one. */
const MOCKS = [
  'mock_testing_fallbacks',
  'mock_testing_context_fallbacks',
  'mock_testing_content_policy_fallbacks',
  'mock_testing_rate_limit_error',
  'mock_timeout',
  'mock_response',
] as const;

/** Fields of a body that speak to the router and that no provider is to see. */
const ROUTING_FIELDS = [
  'num_retries',
  'timeout',
  'stream_timeout',
  'fallbacks',
  'context_window_fallbacks',
  'content_policy_fallbacks',
  'disable_fallbacks',
  'include_fallback_errors',
  ...MOCKS,
] as const;

/** The body without what speaks to the router; the same object where there is nothing of it. */
export function withoutRoutingFields(body: Body): Body {
  if (!ROUTING_FIELDS.some((name) => name in body)) return body;
  const rest = { ...body };
  for (const name of ROUTING_FIELDS) delete rest[name];
  return rest;
}

function mockSwitches(body: Body): MockSwitches | undefined {
  if (!MOCKS.some((name) => name in body)) return undefined;
  const { mock_response: response } = body;
  const switches: MockSwitches = {
    fallbacks: body['mock_testing_fallbacks'] === true,
    contextFallbacks: body['mock_testing_context_fallbacks'] === true,
    contentPolicyFallbacks: body['mock_testing_content_policy_fallbacks'] === true,
    rateLimit: body['mock_testing_rate_limit_error'] === true,
    timeout: body['mock_timeout'] === true,
    response: typeof response === 'string' ? response : undefined,
  };
  return Object.values(switches).some((value) => value !== false && value !== undefined) ? switches : undefined;
}

function milliseconds(value: unknown): number | undefined {
  const seconds = numberOf(value);
  return seconds === undefined || seconds <= 0 ? undefined : seconds * 1000;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
