import type { ChatRequest } from '../domain/chat.ts';
import { messageOf } from '../domain/errors.ts';
import { say } from '../domain/noteTexts.ts';
import type { ThinkingVault } from '../domain/ports.ts';
import {
  type BareTurn,
  callKeys,
  contentKey,
  findBareTurns,
  goesOnWithoutThinking,
  type KeptAnswer,
  type ThinkingScope,
} from '../domain/thinkingVault.ts';
import { reasoningWish, signsThinking, thinkingModelId, thinksWithBudget } from '../domain/thinkingVaultModel.ts';
import { restoreThinking } from '../domain/thinkingVaultRestore.ts';
import { callerToken } from '../domain/virtualKey.ts';
import { switchedOffBy } from './cachePlanningSwitch.ts';
import type { GatewayContext } from './context.ts';
import type { RequestCall } from './requestCall.ts';
import type { AttemptTarget } from './routing/attempt.ts';

/** What is known of a request's history: the answer that each of its bare turns was, by position. */
type Recalled = ReadonlyMap<number, KeptAnswer>;

/** Whose thinking, and of which model, a request to this deployment may see; undefined where the vault is switched off. */
export function thinkingScope(
  context: GatewayContext,
  { deployment }: AttemptTarget,
  call: RequestCall,
): ThinkingScope | undefined {
  const { caller } = call.facts;
  if (switchedOffBy('thinking_vault', context.settings.current, deployment, caller) !== undefined) return undefined;
  return { token: callerToken(caller), model: thinkingModelId(deployment) };
}

/**
 * The request with the thinking that its client dropped from the history, where the model thinks and its thinking is
 * known. A vault that cannot be read costs the thinking, never the request.
 */
export async function recallThinking(
  request: ChatRequest,
  context: GatewayContext,
  target: AttemptTarget,
  call: RequestCall,
): Promise<ChatRequest> {
  const { thinking } = target.call.card.capabilities;
  const wish = reasoningWish(request.reasoning, target.deployment.defaults);
  // An adaptive model may think without being asked.
  if (!signsThinking(thinking) || (wish === undefined && thinking !== 'adaptive')) return request;
  const scope = thinkingScope(context, target, call);
  const recalled =
    scope === undefined ? new Map() : await safely(context, () => recall(request, context.thinking, scope));
  const messages = recalled.size === 0 ? request.messages : restoreThinking(request.messages, recalled);
  if (recalled.size > 0) target.call.note({ code: 'thinking-restored', detail: restored(recalled.size) });
  if (thinksWithBudget(thinking, wish) && goesOnWithoutThinking(messages)) {
    target.call.note({
      code: 'thinking-left-out',
      detail: say('thinking-unknown', {}),
    });
  }
  return messages === request.messages ? request : { ...request, messages };
}

/** By tool-call ids first; what they do not find, by what the turn says. */
async function recall(request: ChatRequest, vault: ThinkingVault, scope: ThinkingScope): Promise<Recalled> {
  const bare = findBareTurns(request.messages);
  const byCall = await find(bare, vault, scope, callKeys);
  const rest = bare.filter(({ index }) => !byCall.has(index));
  return new Map([...byCall, ...(await find(rest, vault, scope, contentKeys))]);
}

function contentKeys(spoken: BareTurn['spoken']): readonly string[] {
  const key = contentKey(spoken);
  return key === undefined ? [] : [key];
}

async function find(
  turnsToFind: readonly BareTurn[],
  vault: ThinkingVault,
  scope: ThinkingScope,
  keysOf: (spoken: BareTurn['spoken']) => readonly string[],
): Promise<Map<number, KeptAnswer>> {
  const keyed = turnsToFind.map(({ index, spoken }) => ({ index, keys: keysOf(spoken) }));
  const known = await vault.recall(
    scope,
    keyed.flatMap(({ keys }) => keys),
  );
  const found = new Map<number, KeptAnswer>();
  for (const { index, keys } of keyed) {
    const answer = keys.map((key) => known.get(key)).find((each) => each !== undefined);
    if (answer !== undefined) found.set(index, answer);
  }
  return found;
}

async function safely(context: GatewayContext, work: () => Promise<Recalled>): Promise<Recalled> {
  try {
    return await work();
  } catch (thrown) {
    const reason = messageOf(thrown);
    context.logger.warn('The thinking vault could not be read', { reason });
    return new Map();
  }
}

function restored(turns: number): string {
  return turns === 1 ? say('restored-once', {}) : say('restored', { turns });
}
