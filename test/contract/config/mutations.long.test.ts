import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSettings } from '../../../src/config/parseSettings.ts';
import type { Diagnostic } from '../../../src/domain/settings.ts';
import { CONFIG_FILES, workshopText } from './workshopFiles.ts';

const file = fc.constantFrom(...CONFIG_FILES);
const place = fc.double({ min: 0, max: 1, noNaN: true });
const junk = fc.oneof(
  fc.string({ maxLength: 8, unit: 'grapheme' }),
  fc.constantFrom(
    '\t',
    '\r\n',
    '\n',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&a ',
    '*a',
    '<<: *a',
    '!!binary x',
    '|',
    '>',
    '#',
    '---\n',
    '? ',
    '\uFEFF',
    'os.environ/',
    '__proto__: 1',
    'null',
    '0x1',
    '~',
  ),
);

function parse(text: string): readonly Diagnostic[] {
  return parseSettings({ text, file: '/c/config.yaml', environment: {}, readFile: () => undefined }).diagnostics;
}

function isInside(finding: Diagnostic, text: string): boolean {
  const lines = text.split('\n');
  const fits = (line: number, column: number) => {
    const content = lines[line - 1];
    return content !== undefined && column >= 1 && column <= content.length + 1;
  };
  const forward =
    finding.endLine > finding.line || (finding.endLine === finding.line && finding.endColumn >= finding.column);
  return forward && fits(finding.line, finding.column) && fits(finding.endLine, finding.endColumn);
}

function expectSound(text: string): void {
  for (const finding of parse(text)) {
    expect(isInside(finding, text), `${JSON.stringify(finding)} in ${JSON.stringify(text.slice(-80))}`).toBe(true);
    expect(finding.fix).toBeTruthy();
  }
}

test('a config cut off anywhere never throws, and every finding lies inside the text', () => {
  fc.assert(
    fc.property(file, place, (name, at) => {
      const text = workshopText(name);
      expectSound(text.slice(0, Math.floor(text.length * at)));
    }),
    { numRuns: 300 },
  );
});

test('a config with anything written over or into it never throws, and every finding lies inside the text', () => {
  const edits = fc.array(fc.tuple(place, fc.nat({ max: 20 }), junk), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(file, edits, (name, changes) => {
      let text = workshopText(name);
      for (const [at, removed, added] of changes) {
        const from = Math.floor(text.length * at);
        text = text.slice(0, from) + added + text.slice(from + removed);
      }
      expectSound(text);
    }),
    { numRuns: 1000 },
  );
});

test('a config with whole values of other types never throws', () => {
  fc.assert(
    fc.property(file, fc.jsonValue({ maxDepth: 3 }), place, (name, value, at) => {
      const lines = workshopText(name).split('\n');
      const index = Math.floor((lines.length - 1) * at);
      lines[index] = (lines[index] ?? '').replace(/:.*$/, `: ${JSON.stringify(value)}`);
      expectSound(lines.join('\n'));
    }),
    { numRuns: 400 },
  );
});

test.each([
  '',
  '\uFEFF',
  '\n',
  '[',
  '{',
  'a',
  '- a',
  ': x',
  '&a [*a]',
  'model_list: *none',
  'a: &a [*a]',
  '{'.repeat(5000),
  '? [x]\n: y',
  '\u0000',
  'model_list: [[[]]]',
  'model_list: {a: 1}',
])('the odd text %j is refused in words', (text) => {
  expect(parse(text).some((finding) => finding.severity === 'error')).toBe(true);
  expectSound(text);
});

test('anchors that multiply without end are refused', () => {
  const levels = Array.from(
    { length: 12 },
    (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
  );
  const findings = parse(['l0: &l0 x', ...levels].join('\n'));
  expect(findings).toMatchObject([{ code: 'yaml-syntax', message: 'Anchors make the document too large' }]);
});
