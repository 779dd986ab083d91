import type { CacheLedger } from './cacheLedger.ts';
import { estimateTokens } from './cacheLedger.ts';
import type { SimulatedModel } from './models.ts';
import type { ScriptedAnswer } from './scenario.ts';
import { redactThinking, signThinking } from './thinkingSignature.ts';
import { thinkingOf, type WireBlock, type WireRequest } from './wire.ts';

/** An answer as blocks, before it is cut into events or put into one JSON. */
export interface ComposedAnswer {
  readonly blocks: readonly WireBlock[];
  /** By position of its block: the input as written, where the script gave it. */
  readonly inputTexts: ReadonlyMap<number, string>;
  readonly stopReason: string;
  readonly usage: Readonly<Record<string, unknown>> | undefined;
  /** Stands beside the usage. */
  readonly report: Readonly<Record<string, unknown>>;
}

/** What the model says when nothing is scripted: the last words of the user, thought about if thinking is on. */
export function echoAnswer(request: WireRequest): ScriptedAnswer {
  const last = request.messages?.at(-1)?.content.findLast((block) => block.text !== undefined)?.text ?? '';
  const thinking = thinkingOf(request) === undefined ? {} : { thinking: 'The user wants an echo.' };
  return { ...thinking, text: `You said: ${last.slice(0, 200)}` };
}

export function composeAnswer(
  answer: ScriptedAnswer,
  request: WireRequest,
  model: SimulatedModel,
  ledger: CacheLedger,
  nextId: () => string,
): ComposedAnswer {
  const uses = answer.toolUses ?? [];
  const blocks: WireBlock[] = [
    ...(answer.thinking === undefined ? [] : [thinkingBlock(answer.thinking)]),
    ...(answer.redactedThinking === undefined
      ? []
      : [{ reasoningContent: { redactedContent: redactThinking(answer.redactedThinking) } }]),
    ...(answer.text === undefined ? [] : [{ text: answer.text }]),
  ];
  const inputTexts = new Map<number, string>();
  for (const use of uses) {
    if (use.inputText !== undefined) inputTexts.set(blocks.length, use.inputText);
    blocks.push({ toolUse: { toolUseId: use.id ?? `tooluse_${nextId()}`, name: use.name, input: use.input ?? {} } });
  }
  return {
    blocks,
    inputTexts,
    stopReason: answer.stopReason ?? (uses.length > 0 ? 'tool_use' : 'end_turn'),
    usage: answer.usage === null ? undefined : (answer.usage ?? estimateUsage(blocks, request, model, ledger)),
    report: {
      ...(answer.serviceTier === undefined ? {} : { serviceTier: { type: answer.serviceTier } }),
      ...(answer.trace === undefined ? {} : { trace: answer.trace }),
    },
  };
}

function thinkingBlock(text: string): WireBlock {
  return { reasoningContent: { reasoningText: { text, signature: signThinking(text) } } };
}

function estimateUsage(
  blocks: readonly WireBlock[],
  request: WireRequest,
  model: SimulatedModel,
  ledger: CacheLedger,
): Readonly<Record<string, unknown>> {
  const account = ledger.account(request, model);
  const outputTokens = estimateTokens(JSON.stringify(blocks));
  const cacheWriteInputTokens = account.written5m + account.written1h;
  return {
    inputTokens: account.input,
    outputTokens,
    totalTokens: account.input + account.read + cacheWriteInputTokens + outputTokens,
    cacheReadInputTokens: account.read,
    cacheWriteInputTokens,
    ...(model.caching?.oneHour === true && cacheWriteInputTokens > 0
      ? {
          cacheDetails: [
            { ttl: '5m', inputTokens: account.written5m },
            { ttl: '1h', inputTokens: account.written1h },
          ].filter((detail) => detail.inputTokens > 0),
        }
      : {}),
  };
}
