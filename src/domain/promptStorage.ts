import { parseDuration } from './duration.ts';
import { isObject } from './json.ts';
import { redactSecrets } from './redactSecrets.ts';

/** Bodies of a request that are kept: the client's and the answer's, as JSON values. */
export interface KeptBodies {
  readonly request: unknown;
  readonly response: unknown;
}

export interface PromptLimits {
  /** Characters of one text; the middle of a longer one is left out. */
  readonly maxTextLength: number;
  /** Bytes of one body as JSON; of a larger one nothing but its size is kept. */
  readonly maxBytes: number;
}

/** What may go, ms of age. Undefined keeps for ever. */
export interface RetentionSettings {
  readonly rowsMs: number | undefined;
  readonly bodiesMs: number | undefined;
  /** All bodies together, compressed; the oldest make room. */
  readonly bodyBytes: number;
  /** Between two sweeps. */
  readonly intervalMs: number;
}

const DAY_MS = 86_400_000;
const DEFAULT_TEXT_LENGTH = 2048;
const DEFAULT_MAX_KB = 1024;
const DEFAULT_BODY_DAYS = 30;
const DEFAULT_TOTAL_MB = 2048;

type Document = Readonly<Record<string, unknown>>;

/** `torii_settings.stored_prompt_max_text_length` and `…_max_size_kb`. LiteLLM cuts at 2048 characters, too. */
export function readPromptLimits(document: Document): PromptLimits {
  const own = sectionOf(document, 'torii_settings');
  return {
    maxTextLength: amountOf(own['stored_prompt_max_text_length'], DEFAULT_TEXT_LENGTH),
    maxBytes: amountOf(own['stored_prompt_max_size_kb'], DEFAULT_MAX_KB) * 1024,
  };
}

/**
 * `general_settings.maximum_spend_logs_retention_period` and `…_interval` (durations such as `30d`), and
 * `torii_settings.stored_prompt_max_age_days` and `…_max_total_mb`. What is no duration counts as not set: nothing is deleted by mistake.
 */
export function readRetention(document: Document): RetentionSettings {
  const general = sectionOf(document, 'general_settings');
  const own = sectionOf(document, 'torii_settings');
  return {
    rowsMs: durationOf(general['maximum_spend_logs_retention_period']),
    bodiesMs: amountOf(own['stored_prompt_max_age_days'], DEFAULT_BODY_DAYS) * DAY_MS,
    bodyBytes: amountOf(own['stored_prompt_max_total_mb'], DEFAULT_TOTAL_MB) * 1024 * 1024,
    intervalMs: durationOf(general['maximum_spend_logs_retention_interval']) ?? DAY_MS,
  };
}

/** What a request and its key say about keeping its bodies. */
export interface PromptWish {
  readonly storePrompts: boolean;
  /** `store_prompts_in_spend_logs` in the metadata of the key: wins over the config, in both directions. */
  readonly keyMetadata: Document | undefined;
  readonly body: Document;
  readonly noLogHeader: string | undefined;
  readonly document: Document;
}

/** Whether bodies are kept. `no-log` and `turn_off_message_logging` always win. */
export function keepsPrompts(wish: PromptWish): boolean {
  const { body, document, keyMetadata, noLogHeader } = wish;
  const parameters = isObject(body['litellm_params']) ? body['litellm_params'] : {};
  const refusals = [body['no-log'], body['no_log'], parameters['no-log'], body['turn_off_message_logging']];
  const off = sectionOf(document, 'litellm_settings')['turn_off_message_logging'];
  if ([...refusals, off].some(isTrue) || isTrue(noLogHeader)) return false;
  const ofKey = keyMetadata?.['store_prompts_in_spend_logs'];
  return typeof ofKey === 'boolean' ? ofKey : wish.storePrompts;
}

/** Head and tail of a text that is cut: LiteLLM's parts. */
const HEAD = 0.35;

/** A body as it is kept: without secrets, with long texts cut in their middle and marked where. */
export function toKeptBody(body: unknown, limits: PromptLimits): unknown {
  const kept = cutTexts(body, limits.maxTextLength);
  const size = JSON.stringify(kept)?.length ?? 0;
  return size <= limits.maxBytes ? kept : { torii_truncated: `The body was left out: ${size} characters of JSON` };
}

function cutTexts(value: unknown, length: number): unknown {
  if (typeof value === 'string') return cut(redactSecrets(value), length);
  if (Array.isArray(value)) return value.map((item) => cutTexts(item, length));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [redactSecrets(name), cutTexts(item, length)]));
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const head = Math.floor(length * HEAD);
  const tail = length - head;
  const left = text.slice(0, head);
  const right = tail === 0 ? '' : text.slice(-tail);
  return `${left}... (litellm_truncated skipped ${text.length - length} chars) ...${right}`;
}

function sectionOf(document: Document, name: string): Document {
  const value = document[name];
  return isObject(value) ? value : {};
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(?:true|1|yes|on)$/i.test(value));
}

function amountOf(value: unknown, fallback: number): number {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : fallback;
}

function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return parseDuration(value);
  } catch {
    return undefined;
  }
}
