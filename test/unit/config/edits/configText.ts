import fc from 'fast-check';

/** A config's text in one of the many ways people write chains, with comments in all sorts of places. */
export interface WrittenConfig {
  readonly before: string;
  readonly block: string;
  readonly after: string;
}

export const GROUPS = ['big', 'small', 'medium', 'eu.claude-v2:1', 'bedrock/nova', '1234', 'a, b'] as const;
const group = fc.constantFrom(...GROUPS);
const chain = fc.uniqueArray(group, { minLength: 1, maxLength: 4 });
const entries = fc.uniqueArray(fc.tuple(group, chain), { maxLength: 4, selector: ([name]) => name });
const comment = fc.constantFrom('', '', ' # why', '   #! [a]: {b}', " # it's");
const lone = fc.constantFrom('', '', '# alone', '', '# - big: [small]');
const quote = fc.constantFrom<(name: string) => string>(
  (name) => (/^[a-z][\w./:-]*$/.test(name) ? name : `'${name}'`),
  (name) => JSON.stringify(name),
);

interface Style {
  readonly quote: (name: string) => string;
  readonly comments: readonly string[];
  readonly lone: readonly string[];
  readonly form: 'lines' | 'brackets' | 'mixed' | 'map' | 'tall';
  readonly step: number;
}

const style: fc.Arbitrary<Style> = fc.record({
  quote,
  comments: fc.array(comment, { minLength: 3, maxLength: 3 }),
  lone: fc.array(lone, { minLength: 2, maxLength: 2 }),
  form: fc.constantFrom('lines', 'brackets', 'mixed', 'map', 'tall'),
  step: fc.constantFrom(0, 2, 4),
});

const KEYS = ['fallbacks', 'context_window_fallbacks', 'content_policy_fallbacks'] as const;

/** The lines of one list below a section that is indented by two. */
function listLines(key: string, list: readonly (readonly [string, readonly string[]])[], look: Style): string {
  const { quote: q, comments, form } = look;
  const [one = '', two = '', three = ''] = comments;
  const pad = ' '.repeat(2 + look.step);
  const own = (text: string | undefined, indent: string) =>
    text === undefined || text === '' ? '' : `${indent}${text}\n`;
  const flow = (names: readonly string[]) => `[${names.map(q).join(', ')}]`;
  if (list.length === 0) return `  ${key}:${form === 'lines' ? '' : ' []'}${one}\n`;
  if (form === 'brackets')
    return `  ${key}: [${list.map(([name, to]) => `{${q(name)}: ${flow(to)}}`).join(', ')}]${one}\n`;
  if (form === 'map') {
    return `  ${key}:${one}\n${list.map(([name, to]) => `    ${q(name)}: ${flow(to)}${two}\n`).join('')}`;
  }
  const item = ([name, to]: readonly [string, readonly string[]], index: number): string => {
    const above = own(look.lone[index % 2], pad);
    if (form === 'mixed') return `${above}${pad}- ${q(name)}: ${flow(to)}${two}\n`;
    if (form === 'tall')
      return `${above}${pad}- ${q(name)}: [${two}\n${pad}      ${to.map(q).join(`,${three}\n${pad}      `)}\n${pad}  ]\n`;
    const lines = to.map((target, at) => `${own(look.lone[at % 2], `${pad}    `)}${pad}    - ${q(target)}${three}\n`);
    return `${above}${pad}- ${q(name)}:${two}\n${lines.join('')}`;
  };
  return `  ${key}:${one}\n${list.map(item).join('')}`;
}

const section = fc.constantFrom('router_settings', 'litellm_settings');

/** `block` is the section with the lists; what is before and after it is none of an edit's business. */
export const writtenConfig: fc.Arbitrary<WrittenConfig> = fc
  .record({
    section,
    style,
    lists: fc.array(entries, { minLength: 3, maxLength: 3 }),
    present: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    defaults: fc.option(chain, { nil: undefined }),
    crlf: fc.boolean(),
    tail: fc.boolean(),
    open: fc.boolean(),
  })
  .map(({ style: look, lists, present, defaults, ...rest }) => {
    const written = KEYS.flatMap((key, at) => (present[at] ? [listLines(key, lists[at] ?? [], look)] : []));
    const all =
      defaults === undefined
        ? ''
        : `  default_fallbacks: [${defaults.map(look.quote).join(', ')}]${look.comments[0]}\n`;
    const block = `${rest.section}:${look.comments[1]}\n  num_retries: 1${look.comments[2]}\n${written.join('')}${all}`;
    const before = '# top\nmodel_list:\n  - {model_name: x, litellm_params: {model: demo/chat}}   # one\n\n';
    const after = rest.tail ? 'general_settings:\n    master_key:   "sk-test"  # keep\n# end\n' : '';
    const eol = (text: string) => (rest.crlf ? text.replaceAll('\n', '\r\n') : text);
    const parts = { before: eol(before), block: eol(block), after: eol(after) };
    if (rest.tail || !rest.open) return parts;
    return { ...parts, block: parts.block.replace(/\r?\n$/, '') };
  });

export const anyEdit = fc.record({
  kind: fc.constantFrom('general', 'context_window', 'content_policy', 'default'),
  group,
  fallbacks: fc.uniqueArray(group, { maxLength: 4 }),
});
