import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createOpenAiProvider } from '../../src/providers/openai/openAiProvider.ts';
import { SONNET_37, textOf } from '../simulators/bedrock/fixtures.ts';
import { failureOf, startHarness } from '../simulators/bedrock/providerHarness.ts';
import { startOpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { callTo, chatRequest, clock, collect, logger } from '../unit/providers/openai/fixtures.ts';

/** What a server does with one request: it answers with a text, or closes the connection without a word. */
type Turn = { readonly text: string } | { readonly kind: 'reset-before-headers' };

const RESET: Turn = { kind: 'reset-before-headers' };

interface Exchange {
  /** Sends one request, and gives the text that comes back. Rejects with a GatewayError. */
  ask(): Promise<string>;
  /** Requests that have arrived. */
  arrived(): number;
  /** What the server does with them, in this order. */
  script(turns: readonly Turn[]): void;
  close(): Promise<void>;
}

async function withBedrock(): Promise<Exchange> {
  const { simulator, ask, close } = await startHarness();
  return {
    ask: async () => textOf(await ask(false)),
    arrived: () => simulator.requests.length,
    script: (turns) => simulator.script(SONNET_37, turns),
    close,
  };
}

async function withOpenAi(): Promise<Exchange> {
  const simulator = await startOpenAiSimulator();
  const provider = createOpenAiProvider({ clock, logger, environment: {} });
  const call = callTo({ apiBase: simulator.url, apiKey: 'sk-test-upstream' });
  return {
    ask: async () => {
      // undici's pool takes a connection for busy until the turn ends in which it became free.
      await setImmediate();
      return textOf(await collect((await provider.chat(chatRequest({ stream: false }), call)).events));
    },
    arrived: () => simulator.requests.length,
    script: (turns) => simulator.script('model-1', turns),
    close: async () => {
      await provider.close();
      await simulator.close();
    },
  };
}

let exchange: Exchange;

afterEach(() => exchange.close());

describe.each([
  ['Bedrock', withBedrock],
  ['an OpenAI-compatible server', withOpenAi],
])('a connection to %s that is closed before a byte of the answer', (_, start) => {
  it('was kept from an earlier request: the request is sent once more, on a new one', async () => {
    exchange = await start();
    exchange.script([{ text: 'first' }, RESET, { text: 'second' }]);
    expect([await exchange.ask(), await exchange.ask()]).toEqual(['first', 'second']);
    expect(exchange.arrived()).toBe(3);
  });

  it('was kept, and so is every other one of a server that has restarted', async () => {
    exchange = await start();
    exchange.script([{ text: 'one' }, { text: 'two' }, RESET, RESET, { text: 'three' }, { text: 'four' }]);
    await Promise.all([exchange.ask(), exchange.ask()]);
    expect((await Promise.all([exchange.ask(), exchange.ask()])).toSorted()).toEqual(['four', 'three']);
    expect(exchange.arrived()).toBe(6);
  });

  it('was new: the server may have worked on the request, which fails', async () => {
    exchange = await start();
    exchange.script([RESET, { text: 'never asked for' }]);
    expect(await failureOf(exchange.ask())).toMatchObject({ kind: 'connection', retryable: true });
    expect(exchange.arrived()).toBe(1);
  });

  it('is closed once more: the request fails, and is not sent a third time', async () => {
    exchange = await start();
    exchange.script([{ text: 'first' }, RESET, RESET, { text: 'never asked for' }]);
    await exchange.ask();
    expect(await failureOf(exchange.ask())).toMatchObject({ kind: 'connection', retryable: true });
    expect(exchange.arrived()).toBe(3);
  });
});
