import { isObject } from './json.ts';

/** A message of a client's body. */
export interface TaskTurn {
  readonly fromModel: boolean;
  readonly value: unknown;
}

/** What of a client's body tells which task it belongs to, whatever its dialect. */
export interface TaskConversation {
  readonly system: string;
  readonly turns: readonly TaskTurn[];
  /** How many turns come before the model's first. */
  readonly opening: number;
  /** It offers tools: what an agent's own requests do, and those for a title or a summary do not. */
  readonly hasTools: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/** Reads `messages` (OpenAI, Anthropic), `input` (Responses) or `prompt`; undefined where there is no conversation. */
export function readConversation(body: Body): TaskConversation | undefined {
  const items = itemsOf(body);
  if (items.length === 0) return undefined;
  const system = [textOf(body['system'] ?? body['instructions'])];
  const turns: TaskTurn[] = [];
  for (const value of items) {
    const role = isObject(value) ? value['role'] : 'user';
    if (role === 'system' || role === 'developer') system.push(textOf(value));
    else turns.push({ fromModel: isFromModel(value), value });
  }
  const first = turns.findIndex(({ fromModel }) => fromModel);
  return {
    system: system.join('\n'),
    turns,
    opening: first === -1 ? turns.length : first,
    hasTools: Array.isArray(body['tools']) && body['tools'].length > 0,
  };
}

function itemsOf({ messages, input, prompt }: Body): readonly unknown[] {
  const items = messages ?? input ?? prompt;
  if (Array.isArray(items)) return items;
  return typeof items === 'string' ? [items] : [];
}

/** Types of Responses items that a model writes. */
const MODEL_ITEMS = new Set(['reasoning', 'function_call', 'custom_tool_call', 'web_search_call']);

function isFromModel(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { role, type } = value;
  return role === 'assistant' || (role === undefined && typeof type === 'string' && MODEL_ITEMS.has(type));
}

/** Fields that hold what was said or done. Cache marks, ids and thinking are left out: clients move and drop them. */
const SAID = [
  'text',
  'content',
  'name',
  'arguments',
  'input',
  'output',
  'function',
  'tool_calls',
  'image_url',
  'source',
  'url',
  'data',
] as const;

/** Tool results with their parts lie this deep; what lies deeper is no message of any dialect. */
const DEEPEST = 6;

/** All texts of a message, in order. */
export function partsOf(value: unknown): readonly string[] {
  const parts: string[] = [];
  collect(value, parts, 0);
  return parts;
}

export function textOf(value: unknown): string {
  return partsOf(value).join('\n');
}

function collect(value: unknown, parts: string[], depth: number): void {
  if (typeof value === 'string') parts.push(value);
  if (depth > DEEPEST) return;
  if (Array.isArray(value)) for (const entry of value) collect(entry, parts, depth + 1);
  if (!isObject(value)) return;
  for (const field of SAID) {
    const said = value[field];
    if (isArguments(field, said)) parts.push(JSON.stringify(said));
    else if (said !== undefined) collect(said, parts, depth + 1);
  }
}

/** Arguments of a tool are any JSON. */
function isArguments(field: string, said: unknown): boolean {
  return (field === 'input' || field === 'arguments') && isObject(said);
}
