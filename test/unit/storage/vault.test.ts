import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock } from '../../../src/domain/ports.ts';
import type { KeptAnswer, ThinkingScope } from '../../../src/domain/thinkingVault.ts';
import type { Ledger } from '../../../src/storage/ledger.ts';
import { RecentAnswers } from '../../../src/storage/vault/recentAnswers.ts';
import type { VaultOptions } from '../../../src/storage/vault/sqliteThinkingVault.ts';
import { VaultCipher } from '../../../src/storage/vault/vaultCipher.ts';
import { readVaultKey } from '../../../src/storage/vault/vaultKeyFile.ts';
import { NOON, openTestLedger } from './support.ts';

const ANN: ThinkingScope = { token: 'token-ann', model: 'claude-3-7-sonnet' };
const DAY_MS = 86_400_000;

function answer(thought = 'I need the file.'): KeptAnswer {
  return {
    thinking: [{ part: { type: 'thinking', text: thought, signature: `sig of ${thought}` }, textBefore: 0 }],
    textLength: 3,
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'torii-vault-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

interface Vault {
  readonly ledger: Ledger;
  readonly file: string;
  now: number;
}

/** A vault in a file, with a key of its own and limits that a test may change. */
async function newVault(options: Partial<VaultOptions> & { readonly folder?: string } = {}): Promise<Vault> {
  const folder = options.folder ?? newFolder();
  const time = { now: NOON };
  const clock: Clock = {
    now: () => time.now,
    monotonic: () => time.now,
    sleep: () => Promise.resolve(),
    timer: () => () => undefined,
  };
  const file = join(folder, 'torii.db');
  const ledger = await openTestLedger({
    file,
    clock,
    vault: {
      key: options.key ?? (() => readVaultKey(join(folder, 'vault.key'))),
      limits: options.limits ?? (() => ({ maxAgeMs: 7 * DAY_MS, maxBytes: 1024 * 1024 })),
    },
  });
  onTestFinished(() => ledger.close());
  return Object.assign(time, { ledger, file });
}

function rowsOf(file: string): readonly { readonly bytes: number }[] {
  const sqlite = new Database(file, { readonly: true });
  try {
    return sqlite.prepare<[], { bytes: number }>('select bytes from thinking_entries order by id').all();
  } finally {
    sqlite.close();
  }
}

/** Resolves when the vault has tidied up: it does so in turns of the event loop after the work. */
async function tidied(until: () => boolean): Promise<void> {
  while (!until()) await new Promise((resolve) => setImmediate(resolve));
}

describe('the thinking vault', () => {
  it('gives back what it was given, under each of its keys', async () => {
    const { ledger } = await newVault();
    await ledger.thinking.remember(ANN, ['call 1', 'call 2', 'turn'], answer());
    const found = await ledger.thinking.recall(ANN, ['call 2', 'turn', 'call 9']);
    expect(found).toEqual(
      new Map([
        ['call 2', answer()],
        ['turn', answer()],
      ]),
    );
  });

  it('gives back any answer unchanged after a restart', async () => {
    const part = fc.oneof(
      fc.record({
        type: fc.constant('thinking' as const),
        text: fc.string({ unit: 'grapheme' }),
        signature: fc.string({ minLength: 1 }),
      }),
      fc.record({ type: fc.constant('redacted-thinking' as const), data: fc.base64String({ minLength: 4 }) }),
    );
    const anyAnswer: fc.Arbitrary<KeptAnswer> = fc.record({
      thinking: fc.array(fc.record({ part, textBefore: fc.nat() }), { minLength: 1, maxLength: 4 }),
      textLength: fc.nat(),
    });
    const folder = newFolder();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), anyAnswer, async (key, given) => {
        const before = await newVault({ folder });
        await before.ledger.thinking.remember(ANN, [key], given);
        await before.ledger.close();
        const after = await newVault({ folder });
        const found = await after.ledger.thinking.recall(ANN, [key]);
        await after.ledger.close();
        expect(found.get(key)).toEqual(given);
      }),
      { numRuns: 25 },
    );
  });

  it('tells nobody else, and no other model', async () => {
    const { ledger } = await newVault();
    await ledger.thinking.remember(ANN, ['call 1'], answer());
    expect(await ledger.thinking.recall({ ...ANN, token: 'token-bob' }, ['call 1'])).toEqual(new Map());
    expect(await ledger.thinking.recall({ ...ANN, model: 'claude-opus-4' }, ['call 1'])).toEqual(new Map());
  });

  it('does not open an entry that was moved to another caller', async () => {
    const folder = newFolder();
    const before = await newVault({ folder });
    await before.ledger.thinking.remember(ANN, ['call 1'], answer('of Ann'));
    await before.ledger.thinking.remember({ ...ANN, token: 'token-bob' }, ['call 1'], answer('of Bob'));
    await before.ledger.close();
    const sqlite = new Database(before.file);
    sqlite.exec('update thinking_keys set entry_id = 3 - entry_id');
    sqlite.close();
    const after = await newVault({ folder });
    expect(await after.ledger.thinking.recall(ANN, ['call 1'])).toEqual(new Map());
  });

  it('stands for the newer answer where a key comes again', async () => {
    const folder = newFolder();
    const before = await newVault({ folder });
    await before.ledger.thinking.remember(ANN, ['turn'], answer('first'));
    await before.ledger.thinking.remember(ANN, ['turn'], answer('second'));
    expect((await before.ledger.thinking.recall(ANN, ['turn'])).get('turn')).toEqual(answer('second'));
    await before.ledger.close();
    const after = await newVault({ folder });
    expect((await after.ledger.thinking.recall(ANN, ['turn'])).get('turn')).toEqual(answer('second'));
  });

  it('writes nothing that can be read without the key', async () => {
    const folder = newFolder();
    const { ledger } = await newVault({ folder });
    const secret = 'The user hides treasure under the old oak';
    await ledger.thinking.remember({ token: 'token-ann', model: 'claude-model' }, [`turn ${secret}`], answer(secret));
    await ledger.close();
    for (const name of readdirSync(folder).filter((each) => each.startsWith('torii.db'))) {
      const bytes = readFileSync(join(folder, name)).toString('latin1');
      for (const words of [secret, 'treasure', 'sig of', 'token-ann', 'claude-model', 'thinking"']) {
        expect(bytes, `${name} holds ${words}`).not.toContain(words);
      }
    }
  });

  it('with another key everything counts as absent, and the vault works on', async () => {
    const folder = newFolder();
    const before = await newVault({ folder });
    await before.ledger.thinking.remember(ANN, ['call 1'], answer());
    await before.ledger.close();
    const after = await newVault({ folder, key: () => new Uint8Array(32) });
    expect(await after.ledger.thinking.recall(ANN, ['call 1'])).toEqual(new Map());
    await after.ledger.thinking.remember(ANN, ['call 1'], answer('again'));
    expect((await after.ledger.thinking.recall(ANN, ['call 1'])).get('call 1')).toEqual(answer('again'));
  });

  it('a damaged entry counts as absent', async () => {
    const folder = newFolder();
    const before = await newVault({ folder });
    await before.ledger.thinking.remember(ANN, ['call 1'], answer());
    await before.ledger.close();
    const sqlite = new Database(before.file);
    sqlite.exec("update thinking_entries set sealed = x'00'");
    sqlite.close();
    const after = await newVault({ folder });
    expect(await after.ledger.thinking.recall(ANN, ['call 1'])).toEqual(new Map());
  });

  it('forgets what is too old, in memory and in the file', async () => {
    const vault = await newVault();
    await vault.ledger.thinking.remember(ANN, ['old'], answer());
    vault.now += 7 * DAY_MS;
    expect((await vault.ledger.thinking.recall(ANN, ['old'])).size).toBe(1);
    vault.now += 1;
    expect((await vault.ledger.thinking.recall(ANN, ['old'])).size).toBe(0);
    await vault.ledger.thinking.remember(ANN, ['new'], answer());
    await tidied(() => rowsOf(vault.file).length === 1);
    expect((await vault.ledger.thinking.recall(ANN, ['new'])).size).toBe(1);
  });

  it('lets the oldest go where there is no room, however many they are', async () => {
    const vault = await newVault({ limits: () => ({ maxAgeMs: DAY_MS, maxBytes: 4000 }) });
    for (let count = 0; count < 40; count += 1) {
      vault.now += 1;
      await vault.ledger.thinking.remember(ANN, [`call ${count}`], answer('x'.repeat(500)));
    }
    const size = (): number => rowsOf(vault.file).reduce((sum, { bytes }) => sum + bytes, 0);
    await tidied(() => size() <= 4000);
    expect(size()).toBeGreaterThan(2500);
    await vault.ledger.close();
    const sqlite = new Database(vault.file, { readonly: true });
    const orphans = sqlite.prepare(
      'select 1 from thinking_keys where entry_id not in (select id from thinking_entries)',
    );
    expect(orphans.all()).toEqual([]);
    sqlite.close();
  });

  it('tidies up at the next start what has become too old meanwhile', async () => {
    const folder = newFolder();
    const before = await newVault({ folder });
    await before.ledger.thinking.remember(ANN, ['call 1'], answer());
    await before.ledger.close();
    const after = await newVault({ folder, limits: () => ({ maxAgeMs: -1, maxBytes: 4000 }) });
    await tidied(() => rowsOf(after.file).length === 0);
  });

  it('does not keep an answer that alone is larger than the vault', async () => {
    const vault = await newVault({ limits: () => ({ maxAgeMs: DAY_MS, maxBytes: 1000 }) });
    await vault.ledger.thinking.remember(ANN, ['call 1'], answer('x'.repeat(2000)));
    expect(await vault.ledger.thinking.recall(ANN, ['call 1'])).toEqual(new Map());
    expect(rowsOf(vault.file)).toEqual([]);
  });

  it('finds a thousand turns in one go', async () => {
    const folder = newFolder();
    const before = await newVault({ folder });
    const keys = Array.from({ length: 1000 }, (_, index) => `call ${index}`);
    for (const key of keys) await before.ledger.thinking.remember(ANN, [key], answer(key));
    await before.ledger.close();
    const after = await newVault({ folder });
    expect((await after.ledger.thinking.recall(ANN, keys)).size).toBe(1000);
  });
});

describe('the cipher', () => {
  it('opens only what it sealed, whole, for the same owner', () => {
    const cipher = new VaultCipher(new Uint8Array(32).fill(7));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (words, at) => {
        const sealed = cipher.seal(words, 'ann');
        expect(cipher.open(sealed, 'ann')).toBe(words);
        expect(cipher.open(sealed, 'bob')).toBeUndefined();
        const changed = Uint8Array.from(sealed);
        const index = at % changed.length;
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(cipher.open(changed, 'ann')).toBeUndefined();
        expect(cipher.open(sealed.subarray(0, sealed.length - 1), 'ann')).toBeUndefined();
      }),
    );
  });
});

describe('the key file', () => {
  it('is made for its owner alone, and stays', () => {
    const file = join(newFolder(), 'vault.key');
    const key = readVaultKey(file);
    expect(key).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readVaultKey(file)).toEqual(key);
    expect(readdirSync(join(file, '..'))).toEqual(['vault.key']);
  });

  it('that holds no key is left alone, and the error says what to do', () => {
    const file = join(newFolder(), 'vault.key');
    writeFileSync(file, 'nonsense');
    expect(() => readVaultKey(file)).toThrow(/holds no key. Delete it/);
    expect(readFileSync(file, 'utf8')).toBe('nonsense');
  });
});

describe('the answers in memory', () => {
  it('stay within their bytes; those used longest ago go first', () => {
    const recent = new RecentAnswers(303);
    const record = { answer: answer(), createdAt: NOON, bytes: 100 };
    for (const key of ['a', 'b', 'c']) recent.set(key, record);
    recent.get('a');
    recent.set('d', record);
    expect(['a', 'b', 'c', 'd'].filter((key) => recent.get(key) !== undefined)).toEqual(['a', 'c', 'd']);
  });
});
