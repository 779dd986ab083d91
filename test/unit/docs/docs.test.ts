import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../src/config/parseSettings.ts';
import { toriiSettingsSchema } from '../../../src/config/schema/configSchema.ts';
import { isObject } from '../../../src/domain/json.ts';
import { KNOWN_PROVIDERS } from '../../../src/domain/modelString.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** The end-to-end run writes the pictures; before the first one there are none to check. */
const PICTURES = 'docs/images/e2e';

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: ROOT }).toSorted();

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The page without its code: what is in there is no link and no heading. */
function prose(page: string): string {
  return read(page)
    .replaceAll(/^ *```[^\n]*\n[\s\S]*?^ *```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ' '));
}

function linksOf(page: string): readonly string[] {
  const inline = [...prose(page).matchAll(/\]\(([^()\s]+)\)/g)];
  const defined = [...prose(page).matchAll(/^\[[^\]\n]+\]:\s*(\S+)$/gm)];
  return [...inline, ...defined].flatMap((match) => match[1] ?? []).filter((link) => !/^\w+:/.test(link));
}

function headingsOf(page: string): readonly string[] {
  return [...prose(page).matchAll(/^(#{1,6}) +(.+)$/gm)].map((match) => `${match[1]} ${match[2]}`);
}

/** GitHub's ids of headings, and those that the page sets itself. */
function anchorsOf(page: string): ReadonlySet<string> {
  const titles = [...read(page).matchAll(/^#{1,6} +(.+)$/gm)].map((match) => match[1] ?? '');
  const own = [...read(page).matchAll(/<a id="([^"]+)">/g)].map((match) => match[1] ?? '');
  const made = titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set([...own, ...made]);
}

function isBroken(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (target.startsWith(PICTURES) && !existsSync(join(ROOT, PICTURES))) return false;
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
}

/** The keys of a map in package.json. */
function namesInManifest(map: 'scripts' | 'dependencies' | 'devDependencies'): readonly string[] {
  const manifest: unknown = JSON.parse(read('package.json'));
  const found = isObject(manifest) ? manifest[map] : undefined;
  return Object.keys(isObject(found) ? found : {});
}

function licenceOf(name: string): unknown {
  const manifest: unknown = JSON.parse(read(`node_modules/${name}/package.json`));
  return isObject(manifest) ? manifest['license'] : undefined;
}

describe.each(pages)('%s', (page) => {
  test('has no broken link', () => {
    expect(linksOf(page).filter((link) => isBroken(page, link))).toEqual([]);
  });

  test('names only references that it defines', () => {
    const defined = new Set([...prose(page).matchAll(/^\[([^\]\n]+)\]:/gm)].map((match) => match[1]));
    const used = [...prose(page).matchAll(/\]\[([^\]\n]+)\]/g)].map((match) => match[1]);
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
  });

  test('names only scripts that exist', () => {
    const named = [...read(page).matchAll(/\bnpm run ([\w:-]+)/g)].flatMap((match) => match[1] ?? []);
    const scripts = namesInManifest('scripts');
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });
});

describe('the examples of docs/configuration.md', () => {
  const blocks = [...read('docs/configuration.md').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
    (match) => match[1] ?? '',
  );

  test('are there', () => {
    expect(blocks.length).toBeGreaterThan(0);
  });

  test.each(blocks)('load without a finding: %#', (text) => {
    const { settings, diagnostics } = parseSettings({
      text,
      file: resolve(ROOT, 'config.yaml'),
      environment: {},
      readFile: () => undefined,
    });
    expect(diagnostics).toEqual([]);
    expect(settings?.deployments.length).toBeGreaterThan(0);
  });
});

describe('docs/configuration.md', () => {
  const page = read('docs/configuration.md');

  test.each(Object.keys(toriiSettingsSchema.shape))('has torii_settings.%s in a table', (key) => {
    expect(page).toContain(`\n| \`${key}\` | `);
  });

  test.each(KNOWN_PROVIDERS)('tells of the provider %s', (provider) => {
    const list = page.split('\n').find((line) => line.includes('are part of this version'));
    expect(list).toContain(`\`${provider}\``);
  });
});

describe('the record on dependencies', () => {
  const rows = [
    ...read('docs/decisions/2026-11-21-02-dependencies.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$/gm),
  ]
    .map((match) => ({ names: (match[1] ?? '').split(', '), licence: match[2] ?? '' }))
    .filter(({ names }) => names[0] !== 'package' && names[0] !== '---');
  const named = rows.flatMap(({ names, licence }) => names.map((name) => ({ name, licence })));

  test('names each of package.json, and no other', () => {
    const wanted = [...namesInManifest('dependencies'), ...namesInManifest('devDependencies')];
    expect(named.map(({ name }) => name).toSorted()).toEqual(wanted.toSorted());
  });

  test.each(named)('says the licence of $name', ({ name, licence }) => {
    expect(licenceOf(name)).toBe(licence);
  });
});

describe('README.ja.md', () => {
  const levels = (page: string): readonly string[] => headingsOf(page).map((heading) => heading.split(' ')[0] ?? '');

  test('has the headings of README.md, in number and level', () => {
    expect(levels('README.ja.md')).toEqual(levels('README.md'));
  });

  test('has its tables and its commands', () => {
    const rows = (page: string): number => read(page).match(/^\|/gm)?.length ?? 0;
    const commands = (page: string): readonly string[] =>
      [...read(page).matchAll(/^```bash\n([\s\S]*?)^```$/gm)].flatMap((match) => match[1] ?? '');
    expect(rows('README.ja.md')).toBe(rows('README.md'));
    expect(commands('README.ja.md')).toEqual(commands('README.md'));
  });
});
