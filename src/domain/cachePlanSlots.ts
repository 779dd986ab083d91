import { tokensOf, toolTokens } from './cachePlanTokens.ts';
import type { CachePlace } from './capabilities.ts';
import type { AssistantPart, CacheControl, ChatMessage, ChatRequest, UserPart } from './chat.ts';

/** A place behind which a cache point can stand. */
export interface CacheSlot {
  readonly place: CachePlace;
  /** Position in `tools`, `system` or `messages`. */
  readonly index: number;
  /** Position in the message's content; 0 elsewhere. */
  readonly part: number;
  /** Estimated tokens up to here, this part included. */
  readonly tokens: number;
  /** The client's own mark. */
  readonly control: CacheControl | undefined;
}

export interface PromptSlots {
  readonly all: readonly CacheSlot[];
  /** The last tool; undefined where there is none. */
  readonly tools: CacheSlot | undefined;
  /** The last system text that is not blank. */
  readonly system: CacheSlot | undefined;
  /** The best slot of each user turn that has one, oldest first. */
  readonly userTurns: readonly CacheSlot[];
  /** Of the whole prompt. */
  readonly tokens: number;
}

/**
 * The slots of a prompt in the order in which it is cached: tools, system, messages. Tools count towards the tokens
 * only where the model caches them, and not at all where the client forbids calls.
 */
export function toSlots(request: ChatRequest, places: readonly CachePlace[]): PromptSlots {
  const walk = new PromptWalk();
  const tools = request.toolChoice?.type === 'none' || !places.includes('tools') ? [] : request.tools;
  for (const [index, tool] of tools.entries()) {
    walk.add({ place: 'tools', index, part: 0, control: tool.cacheControl }, toolTokens(tool));
  }
  const lastTool = walk.slots.at(-1);
  for (const [index, text] of request.system.entries()) {
    if (isBlank(text)) continue;
    walk.add({ place: 'system', index, part: 0, control: text.cacheControl }, tokensOf(text));
  }
  const lastSystem = walk.slots.at(-1);
  const userTurns = toTurns(request.messages).flatMap((turn) => walk.addTurn(turn) ?? []);
  return {
    all: walk.slots,
    tools: lastTool,
    system: lastSystem?.place === 'system' ? lastSystem : undefined,
    userTurns,
    tokens: walk.tokens,
  };
}

interface PlacedPart {
  readonly index: number;
  readonly part: number;
  readonly content: UserPart | AssistantPart;
}

interface Turn {
  readonly role: ChatMessage['role'];
  readonly parts: readonly PlacedPart[];
}

class PromptWalk {
  readonly slots: CacheSlot[] = [];
  tokens = 0;

  add(at: Omit<CacheSlot, 'tokens'>, tokens: number): CacheSlot {
    this.tokens += tokens;
    const slot = { ...at, tokens: this.tokens };
    this.slots.push(slot);
    return slot;
  }

  /** Gives back where a point of a user turn stands best: behind its last text or tool result, else its last part. */
  addTurn({ role, parts }: Turn): CacheSlot | undefined {
    let best: CacheSlot | undefined;
    let last: CacheSlot | undefined;
    for (const { index, part, content } of parts) {
      last = this.add({ place: 'messages', index, part, control: controlOf(content) }, tokensOf(content));
      if (content.type === 'text' || content.type === 'tool-result') best = last;
    }
    return role === 'user' ? (best ?? last) : undefined;
  }
}

/** Runs of messages of one role, in a user's tool results first: that is the order in which models get them. */
function toTurns(messages: readonly ChatMessage[]): readonly Turn[] {
  const turns: { readonly role: ChatMessage['role']; readonly parts: PlacedPart[] }[] = [];
  for (const [index, message] of messages.entries()) {
    const parts = placedParts(message, index);
    if (parts.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === message.role) last.parts.push(...parts);
    else turns.push({ role: message.role, parts });
  }
  return turns.map(({ role, parts }) => ({ role, parts: role === 'user' ? resultsFirst(parts) : parts }));
}

function placedParts(message: ChatMessage, index: number): PlacedPart[] {
  const contents: readonly (UserPart | AssistantPart)[] = message.content;
  return contents.map((content, part) => ({ index, part, content })).filter(({ content }) => !isBlank(content));
}

function resultsFirst(parts: readonly PlacedPart[]): readonly PlacedPart[] {
  const isResult = ({ content }: PlacedPart): boolean => content.type === 'tool-result';
  return [...parts.filter(isResult), ...parts.filter((part) => !isResult(part))];
}

function controlOf(part: UserPart | AssistantPart): CacheControl | undefined {
  if (part.type === 'thinking' || part.type === 'redacted-thinking') return undefined;
  if (part.cacheControl !== undefined || part.type !== 'tool-result') return part.cacheControl;
  return part.content.find(({ cacheControl }) => cacheControl !== undefined)?.cacheControl;
}

/** Blank text is never sent, so nothing can stand behind it. */
function isBlank(part: UserPart | AssistantPart): boolean {
  return part.type === 'text' && part.text.trim() === '';
}
