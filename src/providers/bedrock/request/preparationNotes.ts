import type { InferenceConfiguration } from '@aws-sdk/client-bedrock-runtime';
import type { ChatRequest } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { say } from '../../../domain/noteTexts.ts';
import type { PreparationNote } from '../../../domain/spend.ts';
import { mendsOf } from '../conversation/mends.ts';
import type { Turn } from '../conversation/turns.ts';
import type { DocumentObject } from '../documentValue.ts';
import { isWanted, type ThinkingPlan } from './thinking.ts';
import { toBedrockToolName } from './toolNames.ts';

/** What of a request was settled, for the notes about it. */
export interface Settled {
  readonly turns: readonly Turn[];
  readonly thinking: ThinkingPlan;
  readonly config: InferenceConfiguration | undefined;
  readonly fields: DocumentObject;
  /** Names of body parameters that were dropped. */
  readonly dropped: readonly string[];
  /** Tool names go to Bedrock in its alphabet. */
  readonly mapsToolNames: boolean;
  /** The history allows thinking with a budget. */
  readonly budgetAllowed: boolean;
}

/** What was done to a request so that its model takes it, in words and without content of the prompt. */
export function toNotes(request: ChatRequest, settled: Settled): readonly PreparationNote[] {
  return [
    ...note('history-mended', mendsOf(request.messages, settled.turns)),
    ...note('tool-names-mapped', settled.mapsToolNames ? mappedNames(request) : []),
    ...note('parameters-dropped', droppedNames(request, settled)),
    ...thinkingNote(request, settled),
  ];
}

function note(code: PreparationNote['code'], details: readonly string[]): readonly PreparationNote[] {
  return details.length === 0 ? [] : [{ code, detail: details.join(', ') }];
}

function mappedNames({ tools }: ChatRequest): readonly string[] {
  const names = new Set(tools.map((tool) => tool.name));
  return [...names].flatMap((name) => {
    const mapped = toBedrockToolName(name);
    return mapped === name ? [] : [`${name} is ${mapped}`];
  });
}

function droppedNames(request: ChatRequest, { config, fields, dropped }: Settled): readonly string[] {
  const nova = fields['inferenceConfig'];
  return [
    ...(request.temperature !== undefined && config?.temperature === undefined ? ['temperature'] : []),
    ...(request.topP !== undefined && config?.topP === undefined ? ['top_p'] : []),
    ...(request.topK !== undefined && fields['top_k'] === undefined && nova === undefined ? ['top_k'] : []),
    ...dropped,
  ];
}

function thinkingNote(request: ChatRequest, { thinking, budgetAllowed }: Settled): readonly PreparationNote[] {
  const { reasoning } = request;
  if (reasoning === undefined || !isWanted(reasoning)) return [];
  const form = thinking.fields['thinking'];
  const asAsked = isObject(form) && form['type'] === reasoning.mode && form['budget_tokens'] === reasoning.budgetTokens;
  if (asAsked) return [];
  const sent = Object.entries(thinking.fields).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  if (sent.length > 0) return [{ code: 'thinking-adapted', detail: say('thinking-sent', { fields: sent.join(', ') }) }];
  const why = budgetAllowed ? say('thinking-not-taken', {}) : say('thinking-unsigned', {});
  return [{ code: 'thinking-left-out', detail: why }];
}
