import { z } from 'zod';
import { SseParser } from '../sseParser.ts';
import { ChatAnswer } from './chatAnswer.ts';
import { type ModelInformation, modelInfosSchema, toModelInformation } from './modelInformation.ts';
import { ModelRequestError } from './modelRequestError.ts';
import type { AnswerPart } from './promptParts.ts';

const READ_DEADLINE_MS = 15_000;
const countSchema = z.object({ total_tokens: z.number().int().nonnegative() });

/** Where the models are, and with which virtual key. */
export interface ModelAccess {
  readonly baseUrl: string;
  readonly key: string;
  /** Product that the ledger shows, e.g. `VSCode/1.139.1`. */
  readonly userAgent: string;
}

/** The gateway's models over its HTTP API. Every function throws ModelRequestError. */
export async function listModels(access: ModelAccess): Promise<readonly ModelInformation[]> {
  const answer = await send(access, 'GET', '/v1/model/info', undefined, AbortSignal.timeout(READ_DEADLINE_MS));
  return toModelInformation(modelInfosSchema.parse(await answer.json()).data);
}

/** Tokens of a text or message, as the gateway estimates them. */
export async function countTokens(access: ModelAccess, body: unknown, signal: AbortSignal): Promise<number> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(READ_DEADLINE_MS)]);
  const answer = await send(access, 'POST', '/utils/token_counter', body, deadline);
  return countSchema.parse(await answer.json()).total_tokens;
}

/** Asks a model. Ending the iteration early, or the signal, closes the connection, and by that the provider's. */
export async function* askModel(access: ModelAccess, body: unknown, signal: AbortSignal): AsyncGenerator<AnswerPart> {
  const { body: bytes } = await send(access, 'POST', '/v1/chat/completions', body, signal);
  if (bytes === null) throw ModelRequestError.brokenOff();
  const answer = new ChatAnswer();
  for await (const data of dataOf(bytes)) yield* answer.read(data);
  answer.end();
}

async function* dataOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  try {
    for await (const piece of bytes) yield* parser.push(decoder.decode(piece, { stream: true }));
  } catch {
    throw ModelRequestError.brokenOff();
  }
}

async function send(
  { baseUrl, key, userAgent }: ModelAccess,
  method: 'GET' | 'POST',
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'user-agent': userAgent };
  const payload = body === undefined ? null : JSON.stringify(body);
  let answer: Response;
  try {
    answer = await fetch(baseUrl + path, { method, headers, body: payload, redirect: 'error', signal });
  } catch (cause) {
    throw ModelRequestError.unreachable(cause);
  }
  if (answer.ok) return answer;
  throw ModelRequestError.refused(answer.status, await answer.json().catch(() => undefined));
}
