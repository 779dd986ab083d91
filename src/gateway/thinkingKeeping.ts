import type { ChatEvent } from '../domain/chat.ts';
import { messageOf } from '../domain/errors.ts';
import { callKeys, contentKey, type ThinkingScope } from '../domain/thinkingVault.ts';
import { ThinkingCollector } from '../domain/thinkingVaultCollector.ts';
import type { GatewayContext } from './context.ts';

/**
 * The same events. When they have ended well, signed thinking among them goes into the vault, before the end reaches
 * the client, whose next request may need it. A vault that cannot be written costs no answer.
 */
export function keepThinking(
  events: AsyncIterable<ChatEvent>,
  scope: ThinkingScope | undefined,
  context: GatewayContext,
): AsyncIterable<ChatEvent> {
  return scope === undefined ? events : watched(events, scope, context);
}

async function* watched(
  events: AsyncIterable<ChatEvent>,
  scope: ThinkingScope,
  context: GatewayContext,
): AsyncGenerator<ChatEvent, void, undefined> {
  const collector = new ThinkingCollector();
  for await (const event of events) {
    collector.add(event);
    yield event;
  }
  await keep(collector, scope, context);
}

async function keep(collector: ThinkingCollector, scope: ThinkingScope, context: GatewayContext): Promise<void> {
  const answer = collector.result;
  if (answer === undefined) return;
  const said = contentKey(answer.spoken);
  const keys = [...callKeys(answer.spoken), ...(said === undefined ? [] : [said])];
  try {
    await context.thinking.remember(scope, keys, answer.kept);
  } catch (thrown) {
    const reason = messageOf(thrown);
    context.logger.warn('The thinking vault could not be written', { reason });
  }
}
