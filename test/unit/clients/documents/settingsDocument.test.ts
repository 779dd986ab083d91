import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assignment, assign, helpful, needed, type PathStep } from '../../../../src/clients/assignments.ts';
import { editDocument, type FormatName, readDocument } from '../../../../src/clients/documents/settingsDocument.ts';

const read = (format: FormatName, text: string): unknown => readDocument(format, Buffer.from(text)).value;
const TORII = { key: 'name', value: 'Torii' };

describe('editing JSON with comments', () => {
  const text = `{
    // the theme
    "theme": "dark", /* inline */
    "list": [
        { "name": "Other", "url": "x" }, // first
    ],
}
`;

  it('changes one value and leaves every other character', () => {
    expect(editDocument('jsonc', text, [needed(['theme'], 'light')])).toBe(text.replace('"dark"', '"light"'));
  });

  it('adds an element to a list, and finds it again', () => {
    const added = editDocument('jsonc', text, [needed(['list', TORII, 'url'], 'y')]);
    expect(added).toContain('// the theme');
    expect(added).toContain('// first');
    expect(read('jsonc', added)).toMatchObject({ list: [{ name: 'Other' }, { name: 'Torii', url: 'y' }] });
    const changed = editDocument('jsonc', added, [
      needed(['list', TORII, 'url'], 'z'),
      helpful(['list', TORII, 'n'], 1),
    ]);
    expect(read('jsonc', changed)).toMatchObject({ list: [{ name: 'Other' }, { name: 'Torii', url: 'z', n: 1 }] });
  });

  it('edits a file whose root is a list', () => {
    const root = '[\n  { "name": "Other" } // mine\n]';
    const edited = editDocument('jsonc', root, [needed([TORII, 'vendor'], 'customendpoint')]);
    expect(edited).toContain('// mine');
    expect(read('jsonc', edited)).toEqual([{ name: 'Other' }, { name: 'Torii', vendor: 'customendpoint' }]);
  });

  it('keeps tabs and Windows line ends', () => {
    const edited = editDocument('jsonc', '{\r\n\t"a": 1\r\n}\r\n', [needed(['b'], { c: 2 })]);
    expect(edited).toBe('{\r\n\t"a": 1,\r\n\t"b": {\r\n\t\t"c": 2\r\n\t}\r\n}\r\n');
  });

  it('reads comments as a fault where the program does not take them', () => {
    expect(readDocument('json', Buffer.from(text)).state).toBe('unparseable');
  });

  it('refuses a file that says a key twice, since programs differ on which counts', () => {
    expect(() => editDocument('json', '{"a": 1, "a": 2}', [needed(['a'], 3)])).toThrow(/cannot be edited in place/);
  });
});

describe('editing YAML', () => {
  const text = `# my models
name: Mine # keep me
models:
- name: Other   # first
  apiKey: "sk-other"
prompt: |
  two
  lines
anchors: &a
  x: 1
again: *a
`;

  it('keeps comments, quotes, block texts and anchors', () => {
    const edited = editDocument('yaml', text, [needed(['models', TORII, 'model'], 'm'), needed(['name'], 'Yours')]);
    for (const kept of [
      '# my models',
      '# keep me',
      '# first',
      '"sk-other"',
      'prompt: |',
      '&a',
      '*a',
      '\n- name: Other',
    ]) {
      expect(edited).toContain(kept);
    }
    expect(read('yaml', edited)).toMatchObject({
      name: 'Yours',
      models: [{ name: 'Other' }, { name: 'Torii', model: 'm' }],
    });
  });

  it('fills a file that holds comments alone', () => {
    const edited = editDocument('yaml', '# nothing yet\n', [needed(['a', 'b'], 'c')]);
    expect(edited).toContain('# nothing yet');
    expect(read('yaml', edited)).toEqual({ a: { b: 'c' } });
  });

  it('does not take a list, a word or two documents for settings', () => {
    for (const broken of ['word', 'a: 1\n---\nb: 2\n', 'a: [1', '\tx: 1']) {
      expect(readDocument('yaml', Buffer.from(broken)).state, broken).toBe('unparseable');
    }
  });

  it('refuses to write into what an alias shares', () => {
    expect(() => editDocument('yaml', text, [needed(['again', 'x'], 2)])).toThrow(/cannot be edited in place/);
  });
});

describe('editing TOML', () => {
  const text = `# approvals
approval_policy = "never" # mine

[mcp_servers.files] # tools
command = 'x'
args = [
  "a", # first
]

[[rules]]
a = 1
`;
  const torii: readonly Assignment[] = [
    needed(['model'], 'coding'),
    needed(['model_providers', 'torii', 'name'], 'Torii'),
    needed(['model_providers', 'torii', 'base_url'], 'http://127.0.0.1:4000/v1'),
  ];

  it('adds root keys before the first table and a table at the end', () => {
    expect(editDocument('toml', text, torii)).toBe(
      `${text.replace('# mine\n', '# mine\nmodel = "coding"\n')}
[model_providers.torii]
name = "Torii"
base_url = "http://127.0.0.1:4000/v1"
`,
    );
  });

  it('takes all of it back, byte for byte', () => {
    const edited = editDocument('toml', text, torii);
    const removals = torii.map(({ path }) => helpful(path, undefined));
    const emptied = helpful(['model_providers'], undefined);
    expect(editDocument('toml', edited, [...removals, emptied])).toBe(text);
  });

  it('changes values where they stand: in dotted keys, inline tables and multi-line texts', () => {
    const forms = `a.b = """
long"""
p = { torii = { name = "old" }, other = 1 } # kept
`;
    const edited = editDocument('toml', forms, [
      needed(['a', 'b'], 'short'),
      needed(['p', 'torii', 'name'], 'new'),
      needed(['p', 'torii', 'url'], 'x'),
      helpful(['p', 'other'], undefined),
    ]);
    expect(edited).toBe('a.b = "short"\np = { torii = { name = "new", url = "x" } } # kept\n');
  });

  it('refuses what is not TOML', () => {
    for (const broken of ['a = ', 'a = 1\na = 2', '[x', 'a: 1']) {
      expect(readDocument('toml', Buffer.from(broken)).state, broken).toBe('unparseable');
    }
  });
});

const name = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'model_providers', 'torii', 'name'),
  fc.string({ minLength: 1, maxLength: 6 }),
);
const path: fc.Arbitrary<readonly PathStep[]> = fc.array(name, { minLength: 1, maxLength: 3 });
const scalar = fc.oneof(fc.string({ maxLength: 12 }), fc.integer(), fc.boolean());
const assignments = fc.array(
  fc.tuple(path, fc.option(scalar, { nil: undefined })).map(([steps, value]) => helpful(steps, value)),
  { minLength: 1, maxLength: 5 },
);
const comments: Readonly<Record<FormatName, string>> = {
  json: '',
  jsonc: '// top\n',
  yaml: '# top\n',
  toml: '# top\n',
};

describe.each(['json', 'jsonc', 'yaml', 'toml'] as const)('any edit of %s', (format) => {
  it('says exactly what was asked, or is refused, and keeps the comment', () => {
    let refused = 0;
    let made = 0;
    fc.assert(
      fc.property(assignments, assignments, (first, second) => {
        const start = first.reduce((value, one) => assign(value, one.path, one.value), assign({}, ['z'], 1));
        const text = `${comments[format]}${editDocument(format, '', [helpful([], start)])}`;
        const wanted = second.reduce((value, one) => assign(value, one.path, one.value), start);
        try {
          const edited = editDocument(format, text, second);
          made += 1;
          expect(read(format, edited)).toEqual(wanted);
          expect(edited).toContain(comments[format]);
        } catch (error) {
          if (!(error instanceof Error) || !error.message.includes('in place')) throw error;
          refused += 1;
        }
      }),
      { numRuns: 150 },
    );
    // About one in seven in TOML, fewer elsewhere: by chance it will never be a third.
    expect(refused).toBeLessThan(made / 2);
  });
});
