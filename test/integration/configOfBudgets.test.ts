import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { BudgetScope, BudgetState } from '../../src/domain/budget.ts';
import type { Ledger } from '../../src/storage/ledger.ts';
import type { OpenAiSimulator } from '../simulators/openai/openAiSimulator.ts';
import { startTestGateway, type TestGateway } from './support/gateway.ts';
import { HELLO, newKey, otherLedger, stateOf, THOUSAND } from './support/limits.ts';
import { openAiModel, openAiUpstream } from './support/upstreams.ts';

const NANO = 1_000_000_000;
const CAP = 'litellm_settings:\n  max_budget: 10\n';
/** For a machine that does much else. */
const PATIENCE = { timeout: 60_000 };
/** A call that is estimated at a little over $0.015, and costs as much with THOUSAND. */
const CALL = { model: 'model', max_tokens: 1000, messages: HELLO };
const GLOBAL = { kind: 'global', id: '' } as const;

interface Setup {
  readonly upstream: OpenAiSimulator;
  readonly gateway: TestGateway;
  /** Lets the answers go that are held. */
  readonly release: () => void;
}

/** Answers wait until they are let go; each costs a little over $0.015. */
async function setUp(): Promise<Setup> {
  const upstream = await openAiUpstream({ models: ['model-1', 'model-2'] });
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const answer = async () => {
    await gate;
    return { text: 'x', ...THOUSAND };
  };
  upstream.script('model-1', answer);
  upstream.script('model-2', answer);
  const models = `model_list:\n${openAiModel(upstream, 'model')}${openAiModel(upstream, 'other', 'model-2')}`;
  return { upstream, gateway: await startTestGateway(`${models}${CAP}`), release };
}

async function edit({ gateway }: Setup, change: (config: string) => string): Promise<void> {
  const before = await readFile(gateway.configFile, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(gateway.configFile, after);
}

/** Calls that have reached the model, and hold their part of the budget. */
async function running({ upstream, gateway }: Setup, calls: number, model = 'model'): Promise<Promise<Response>[]> {
  const before = upstream.requests.length;
  const sent = Array.from({ length: calls }, () => gateway.chat({ ...CALL, model }));
  await expect.poll(() => upstream.requests.length, PATIENCE).toBe(before + calls);
  return sent;
}

async function statusesOf(sent: readonly Promise<Response>[]): Promise<readonly number[]> {
  return await Promise.all(sent.map(async (answer) => (await answer).status));
}

/** The state of a budget once what was reserved ahead, which another process sees as held, is given back. */
async function nothingHeld(ledger: Ledger, scope: BudgetScope): Promise<BudgetState | undefined> {
  await expect.poll(async () => (await stateOf(ledger, scope))?.reserved, PATIENCE).toBe(0);
  return await stateOf(ledger, scope);
}

describe('a config that changes while calls hold their part of a budget', () => {
  it('with a lower cap admits nobody beyond it, and lets the calls that run finish and count', async () => {
    const setup = await setUp();
    const ledger = await otherLedger(setup.gateway);
    const calls = await running(setup, 3);
    await edit(setup, (config) => config.replace('max_budget: 10', 'max_budget: 0.05'));
    await expect.poll(async () => (await stateOf(ledger, GLOBAL))?.windows[0]?.maxBudget, PATIENCE).toBe(0.05 * NANO);
    // Three hold $0.045 of the $0.05.
    expect(await statusesOf([setup.gateway.chat(CALL), setup.gateway.chat(CALL)])).toEqual([429, 429]);
    setup.release();
    expect(await statusesOf(calls)).toEqual([200, 200, 200]);
    expect((await setup.gateway.chat(CALL)).status).toBe(429);
    const state = await nothingHeld(ledger, GLOBAL);
    expect(state?.spend).toBeGreaterThan(0.045 * NANO);
    expect(state?.spend).toBeLessThanOrEqual(0.05 * NANO);
  });

  it('with a higher cap admits by it at once, and holds what was held', async () => {
    const setup = await setUp();
    await edit(setup, (config) => config.replace('max_budget: 10', 'max_budget: 0.04'));
    const ledger = await otherLedger(setup.gateway);
    await expect.poll(async () => (await stateOf(ledger, GLOBAL))?.windows[0]?.maxBudget, PATIENCE).toBe(0.04 * NANO);
    const first = await running(setup, 2);
    expect((await setup.gateway.chat(CALL)).status).toBe(429);
    await edit(setup, (config) => config.replace('max_budget: 0.04', 'max_budget: 0.07'));
    await expect.poll(async () => (await stateOf(ledger, GLOBAL))?.windows[0]?.maxBudget, PATIENCE).toBe(0.07 * NANO);
    const second = await running(setup, 2);
    // Four hold a little over $0.06 of the $0.07.
    expect((await setup.gateway.chat(CALL)).status).toBe(429);
    setup.release();
    expect(await statusesOf([...first, ...second])).toEqual([200, 200, 200, 200]);
    const state = await nothingHeld(ledger, GLOBAL);
    expect(state?.spend).toBeGreaterThan(0.06 * NANO);
    expect(state?.spend).toBeLessThanOrEqual(0.07 * NANO);
  });

  it('without the model that they run on lets them finish and count, and gives back all that they held', async () => {
    const setup = await setUp();
    const ledger = await otherLedger(setup.gateway);
    const calls = await running(setup, 2, 'other');
    await edit(setup, (config) => config.replace(openAiModel(setup.upstream, 'other', 'model-2'), ''));
    const models = async () => await (await setup.gateway.call('/v1/models')).text();
    await expect.poll(models, PATIENCE).not.toContain('other');
    expect((await setup.gateway.chat({ ...CALL, model: 'other' })).status).toBe(400);
    setup.release();
    expect(await statusesOf(calls)).toEqual([200, 200]);
    const state = await nothingHeld(ledger, GLOBAL);
    expect(state?.spend).toBeGreaterThan(0.03 * NANO);
  });
});

describe('a key that is deleted while its calls hold their part of a budget', () => {
  it('admits nobody any more; what its calls cost counts for its team, and nothing stays held', async () => {
    const setup = await setUp();
    const { gateway, upstream, release } = setup;
    const ledger = await otherLedger(gateway);
    await gateway.call('/team/new', { team_id: 'red', max_budget: 1 });
    const key = await newKey(gateway, { team_id: 'red', max_budget: 0.1 });
    const sent = [gateway.chat(CALL, key.headers), gateway.chat(CALL, key.headers)];
    await expect.poll(() => upstream.requests.length, PATIENCE).toBe(2);
    expect((await gateway.call('/key/delete', { keys: [key.token] })).status).toBe(200);
    expect((await gateway.chat(CALL, key.headers)).status).toBe(401);
    release();
    expect(await statusesOf(sent)).toEqual([200, 200]);
    const team = await nothingHeld(ledger, { kind: 'team', id: 'red' });
    expect(team?.spend).toBeGreaterThan(0.03 * NANO);
    expect(await nothingHeld(ledger, GLOBAL)).toMatchObject({ spend: team?.spend });
    expect((await gateway.rows()).filter(({ status }) => status === 'success')).toHaveLength(2);
  });
});
