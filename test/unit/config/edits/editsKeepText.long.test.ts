import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readChains } from '../../../../src/config/edits/chains.ts';
import { setFallbacks } from '../../../../src/config/edits/setFallbacks.ts';
import type { FallbackEdit } from '../../../../src/domain/routing/fallbackEdits.ts';
import { FILE, settingsOf } from '../parse.ts';
import { anyEdit, writtenConfig } from './configText.ts';

const RUNS = { numRuns: Number(process.env['TORII_RUNS'] ?? 50) };

function run(text: string, edit: FallbackEdit): string {
  const changed = setFallbacks({ file: FILE, readFile: (path) => (path === FILE ? text : undefined) }, edit);
  return changed[0]?.text ?? text;
}

function toEdit({
  kind,
  group,
  fallbacks,
}: {
  kind: FallbackEdit['kind'];
  group: string;
  fallbacks: string[];
}): FallbackEdit {
  return { kind, group: kind === 'default' ? undefined : group, fallbacks };
}

const chainsOf = (text: string) => readChains(parseDocument(text).toJS() as Record<string, unknown>);
const commentsOf = (text: string) =>
  text
    .split(/\r?\n/)
    .flatMap((line) => /(?:^|\s)(#.*)$/.exec(line)?.[1] ?? [])
    .toSorted();

it('an edit says what was wanted, and the other chains say what they said', () => {
  fc.assert(
    fc.property(writtenConfig, anyEdit, ({ before, block, after }, wish) => {
      const edit = toEdit(wish);
      const text = before + block + after;
      const old = chainsOf(text);
      const { [edit.group ?? '']: _, ...others } = old[edit.kind];
      const wanted = edit.fallbacks.length === 0 ? others : { ...others, [edit.group ?? '']: edit.fallbacks };
      expect(chainsOf(run(text, edit))).toEqual({ ...old, [edit.kind]: wanted });
    }),
    RUNS,
  );
});

it('every comment survives, and every byte outside of the section', () => {
  fc.assert(
    fc.property(writtenConfig, anyEdit, ({ before, block, after }, wish) => {
      const text = before + block + after;
      const result = run(text, toEdit(wish));
      expect(commentsOf(result)).toEqual(commentsOf(text));
      expect(result.startsWith(before)).toBe(true);
      expect(result.endsWith(after)).toBe(true);
      expect(result.includes('\r\n')).toBe(text.includes('\r\n'));
      expect(/[^\r]\n/.test(result)).toBe(/[^\r]\n/.test(text));
    }),
    RUNS,
  );
});

it('the lines of the other chains survive as they are', () => {
  fc.assert(
    fc.property(writtenConfig, anyEdit, ({ before, block, after }, wish) => {
      const edit = toEdit(wish);
      const text = before + block + after;
      const result = run(text, edit).split('\n');
      const mayChange = (line: string) =>
        /fallbacks:|^\s*[\]#]|^\s*-?\s*$/.test(line) ||
        (edit.group !== undefined && line.includes(edit.group)) ||
        isTarget(line);
      const isTarget = (line: string) => /^\s*-? ?["'a-z\d][^:]*(?::1)?["']?,?(?:\s+#.*)?\r?$/.test(line);
      const rest = (text + (text.endsWith('\n') ? '' : '\r\n')).split('\n').filter((line) => !mayChange(line));
      let from = 0;
      for (const line of rest) {
        const found = result.findIndex((candidate, at) => at >= from && candidate.trimEnd() === line.trimEnd());
        expect(found, `"${line}" in\n${result.join('\n')}`).toBeGreaterThanOrEqual(0);
        from = found + 1;
      }
    }),
    RUNS,
  );
});

it('an edit and its opposite lead back to the same text, where the list was written between brackets', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }), fc.nat(3), (chain, seed) => {
      const text = `model_list: []\nrouter_settings:\n  fallbacks: [{big: [${chain.join(', ')}]}]  # kept\n`;
      const moved = [...chain.slice(seed % chain.length), ...chain.slice(0, seed % chain.length), 'new'];
      const there = run(text, { kind: 'general', group: 'big', fallbacks: moved });
      expect(run(there, { kind: 'general', group: 'big', fallbacks: chain })).toBe(text);
    }),
  );
});

it('what is written is what the gateway routes by', () => {
  fc.assert(
    fc.property(writtenConfig, anyEdit, ({ before, block, after }, wish) => {
      const edit = toEdit({
        ...wish,
        kind: 'general',
        fallbacks: ['small', ...wish.fallbacks.filter((name) => name !== 'small')],
      });
      const { router } = settingsOf(run(before + block + after, edit));
      expect(router.fallbacks[edit.group ?? '']).toEqual(edit.fallbacks);
    }),
    RUNS,
  );
});
