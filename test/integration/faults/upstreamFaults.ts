import {
  type Scripted as BedrockScripted,
  breakAfter as breakBedrock,
  throttled as throttledBedrock,
} from '../../simulators/bedrock/scenario.ts';
import { breakAfter, type Scripted, throttled } from '../../simulators/openai/scenario.ts';

/**
 * What a fault ends in: an answer; an error before any content (`503 type`); an error event after content; one of these
 * two, as the network has it.
 */
export type Expected =
  | { readonly answer: true }
  | { readonly before: string }
  | { readonly midway: string }
  | { readonly either: string };

export interface UpstreamFault<Script> {
  readonly name: string;
  /** Undefined: nobody listens. */
  readonly script: Script | undefined;
  /** Undefined where a whole answer does not know the fault. */
  readonly whole: Expected | undefined;
  readonly stream: Expected | undefined;
}

const TEXT = 'a few words of an answer';
const DRIP_MS = 15;

const ANSWER: Expected = { answer: true };
const CONNECTION = '503 api_connection_error';
const TIMEOUT = '408 timeout_error';
const THROTTLED = '429 throttling_error';
const UNAVAILABLE = '503 service_unavailable_error';
const UNREADABLE = '502 service_unavailable_error';
const INTERNAL = '500 internal_server_error';

const before = (error: string): Expected => ({ before: error });
const midway = (error: string): Expected => ({ midway: error });
const either = (error: string): Expected => ({ either: error });

export const OPENAI_FAULTS: readonly UpstreamFault<Scripted>[] = [
  { name: 'refused', script: undefined, whole: before(CONNECTION), stream: before(CONNECTION) },
  {
    name: 'reset before headers',
    script: { kind: 'reset-before-headers' },
    whole: before(CONNECTION),
    stream: before(CONNECTION),
  },
  {
    name: 'silence before headers',
    script: { kind: 'silence-before-headers' },
    whole: before(TIMEOUT),
    stream: before(TIMEOUT),
  },
  {
    name: 'silence after headers',
    script: breakAfter(0, { type: 'silence' }, TEXT),
    whole: before(TIMEOUT),
    stream: before(TIMEOUT),
  },
  {
    name: 'silence midway',
    script: breakAfter(3, { type: 'silence' }, TEXT),
    whole: before(TIMEOUT),
    stream: midway(TIMEOUT),
  },
  {
    name: 'reset midway',
    script: breakAfter(3, { type: 'reset' }, TEXT),
    whole: before(CONNECTION),
    stream: either(CONNECTION),
  },
  {
    name: 'half a frame',
    script: breakAfter(3, { type: 'half-frame' }, TEXT),
    whole: before(UNREADABLE),
    stream: midway(CONNECTION),
  },
  {
    name: 'an end too early',
    script: breakAfter(3, { type: 'end' }, TEXT),
    whole: undefined,
    stream: midway(CONNECTION),
  },
  {
    name: 'garbage',
    script: { kind: 'garbage-body', body: '<html>', contentType: 'text/html' },
    whole: before(UNREADABLE),
    stream: before(UNREADABLE),
  },
  {
    name: 'garbage midway',
    script: breakAfter(3, { type: 'garbage' }, TEXT),
    whole: before(UNREADABLE),
    stream: midway(UNREADABLE),
  },
  { name: 'one byte at a time', script: { text: TEXT, slowBytes: true }, whole: ANSWER, stream: ANSWER },
  {
    name: 'bytes too slow for the time limit',
    script: { text: TEXT, dripMs: DRIP_MS },
    whole: before(TIMEOUT),
    stream: before(TIMEOUT),
  },
  { name: '429', script: throttled(), whole: before(THROTTLED), stream: before(THROTTLED) },
  { name: '429 with Retry-After', script: throttled(3), whole: before(THROTTLED), stream: before(THROTTLED) },
  {
    name: '500',
    script: { kind: 'error', status: 500, name: 'server_error', message: 'oops' },
    whole: before(INTERNAL),
    stream: before(INTERNAL),
  },
  {
    name: '503',
    script: { kind: 'error', status: 503, name: 'overloaded', message: 'busy' },
    whole: before(UNAVAILABLE),
    stream: before(UNAVAILABLE),
  },
  {
    name: 'an error first',
    script: breakAfter(0, { type: 'error', name: 'server_error', message: 'oops' }, TEXT),
    whole: before(INTERNAL),
    stream: before(INTERNAL),
  },
  {
    name: 'an error after text',
    script: breakAfter(3, { type: 'error', name: 'server_error', message: 'oops' }, TEXT),
    whole: undefined,
    stream: midway(INTERNAL),
  },
  { name: 'an unknown event', script: { text: TEXT, unknownEvent: true }, whole: undefined, stream: ANSWER },
];

export const BEDROCK_FAULTS: readonly UpstreamFault<BedrockScripted>[] = [
  { name: 'refused', script: undefined, whole: before(CONNECTION), stream: before(CONNECTION) },
  {
    name: 'reset before headers',
    script: { kind: 'reset-before-headers' },
    whole: before(CONNECTION),
    stream: before(CONNECTION),
  },
  {
    name: 'silence before headers',
    script: { kind: 'silence-before-headers' },
    whole: before(TIMEOUT),
    stream: before(TIMEOUT),
  },
  {
    name: 'silence after headers',
    script: breakBedrock(0, { type: 'silence' }, TEXT),
    whole: before(TIMEOUT),
    stream: before(TIMEOUT),
  },
  {
    name: 'silence midway',
    script: breakBedrock(3, { type: 'silence' }, TEXT),
    whole: before(TIMEOUT),
    stream: midway(TIMEOUT),
  },
  {
    name: 'reset midway',
    script: breakBedrock(3, { type: 'reset' }, TEXT),
    whole: before(CONNECTION),
    stream: either(CONNECTION),
  },
  {
    name: 'half a frame',
    script: breakBedrock(3, { type: 'half-frame' }, TEXT),
    whole: before(CONNECTION),
    stream: midway(CONNECTION),
  },
  {
    name: 'an end too early',
    script: breakBedrock(3, { type: 'end' }, TEXT),
    whole: undefined,
    stream: midway(CONNECTION),
  },
  {
    name: 'garbage',
    script: { kind: 'garbage-body', body: '<html>', contentType: 'text/html' },
    whole: before(CONNECTION),
    stream: before(CONNECTION),
  },
  {
    name: 'garbage midway',
    script: breakBedrock(3, { type: 'garbage' }, TEXT),
    whole: before(CONNECTION),
    stream: either(CONNECTION),
  },
  { name: 'one byte at a time', script: { text: TEXT, slowBytes: true }, whole: ANSWER, stream: ANSWER },
  {
    name: 'bytes too slow for the time limit',
    script: { text: TEXT, dripMs: DRIP_MS },
    whole: before(TIMEOUT),
    stream: before(TIMEOUT),
  },
  { name: '429', script: throttledBedrock(), whole: before(THROTTLED), stream: before(THROTTLED) },
  { name: '429 with Retry-After', script: throttledBedrock(3), whole: before(THROTTLED), stream: before(THROTTLED) },
  {
    name: '500',
    script: failure('InternalServerException', 500),
    whole: before(UNAVAILABLE),
    stream: before(UNAVAILABLE),
  },
  {
    name: '503',
    script: failure('ServiceUnavailableException', 503),
    whole: before(UNAVAILABLE),
    stream: before(UNAVAILABLE),
  },
  {
    name: 'an exception first',
    script: exception(0, 'throttlingException'),
    whole: undefined,
    stream: before(THROTTLED),
  },
  {
    name: 'an exception after text',
    script: exception(3, 'modelStreamErrorException'),
    whole: undefined,
    stream: midway(CONNECTION),
  },
  { name: 'an unknown event', script: { text: TEXT, unknownEvent: true }, whole: undefined, stream: ANSWER },
];

function failure(name: string, status: number): BedrockScripted {
  return { kind: 'error', status, name, message: 'The system encountered an unexpected error.' };
}

function exception(events: number, name: string): BedrockScripted {
  return breakBedrock(events, { type: 'exception', name, message: 'The stream failed.' }, TEXT);
}
