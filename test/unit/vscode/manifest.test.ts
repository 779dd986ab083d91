import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dashboardCommands } from '../../../src/protocol/webview.ts';
import { commandIds, contextKeys, viewIds } from '../../../src/vscode/commandIds.ts';
import { restartSettings, settingIds } from '../../../src/vscode/settingIds.ts';

/** The editor passes over what it does not know: a view that named its height otherwise had none. */
const viewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  type: z.literal('webview').optional(),
  icon: z.string(),
  contextualTitle: z.string(),
  visibility: z.literal('collapsed').optional(),
  initialSize: z.number(),
});

const manifestSchema = z.object({
  contributes: z.object({
    commands: z.array(z.object({ command: z.string() })),
    configuration: z.object({ properties: z.record(z.string(), z.object({ default: z.unknown() })) }),
    configurationDefaults: z.object({ 'remote.portsAttributes': z.record(z.string(), z.unknown()) }),
    views: z.record(z.string(), z.array(viewSchema)),
    walkthroughs: z.array(
      z.object({
        steps: z.array(z.object({ media: z.object({ markdown: z.string() }), completionEvents: z.array(z.string()) })),
      }),
    ),
    yamlValidation: z.array(z.object({ fileMatch: z.array(z.string()), url: z.string() })),
    menus: z.record(z.string(), z.array(z.object({ command: z.string() }))),
  }),
  capabilities: z.object({
    untrustedWorkspaces: z.object({ restrictedConfigurations: z.array(z.string()) }),
  }),
});

const text = readFileSync('package.json', 'utf8');
const manifest = manifestSchema.parse(JSON.parse(text));
const { commands, configuration, menus, views } = manifest.contributes;

describe('the manifest', () => {
  it('contributes exactly the commands of the closed union', () => {
    expect(commands.map(({ command }) => command).toSorted()).toEqual([...commandIds].toSorted());
  });

  it('contributes exactly the settings of the closed union', () => {
    const names = settingIds.map((id) => `torii.${id}`);
    expect(Object.keys(configuration.properties).toSorted()).toEqual(names.toSorted());
  });

  it('contributes the views that the code fills', () => {
    const ids = Object.values(views).flatMap((list) => list.map(({ id }) => id));
    const { dashboard: _, ...inContainer } = viewIds;
    expect(ids.toSorted()).toEqual(Object.values(inContainer).toSorted());
  });

  it('names only known commands in menus and welcome texts', () => {
    const linked = [...readFileSync('package.nls.json', 'utf8').matchAll(/command:(torii\.\w+(?:\.focus)?)/g)].map(
      ([, id]) => id,
    );
    const used = [...Object.values(menus).flatMap((list) => list.map(({ command }) => command)), ...linked];
    const views = Object.values(viewIds).map((id) => `${id}.focus`);
    expect(used.filter((id) => ![...commandIds, ...views].some((known) => known === id))).toEqual([]);
  });

  it('offers the dashboard only commands that exist', () => {
    expect(dashboardCommands.filter((id) => !commandIds.includes(id))).toEqual([]);
  });

  it('uses only context keys that the code sets', () => {
    const keys = [...text.matchAll(/torii\.\w*State\b/g)].map(([key]) => key);
    expect(new Set(keys)).toEqual(new Set(Object.values(contextKeys)));
  });

  it('lets no untrusted workspace choose the config file or where the gateway listens', () => {
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(
      expect.arrayContaining(['torii.configFile', 'torii.host', 'torii.port']),
    );
  });

  it('keeps the editor from offering to open the default port in a browser', () => {
    const port = String(configuration.properties['torii.port']?.default);
    const { configurationDefaults } = manifest.contributes;
    expect(configurationDefaults['remote.portsAttributes'][port]).toMatchObject({ onAutoForward: 'silent' });
  });

  it('walks through steps that exist in both languages and end with what the user does', () => {
    const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps.length).toBe(5);
    const pages = steps.map(({ media }) => media.markdown).flatMap((page) => [page, page.replace('.md', '.nls.ja.md')]);
    expect(pages.filter((page) => !existsSync(page))).toEqual([]);
    const done = steps.flatMap(({ completionEvents }) => completionEvents);
    const named = done.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []);
    expect(named.filter((id) => !commandIds.some((known) => known === id))).toEqual([]);
    const views = done.flatMap((event) => /^onView:(.*)$/.exec(event)?.[1] ?? []);
    expect(views.filter((id) => !Object.values(viewIds).some((known) => known === id))).toEqual([]);
  });

  it('gives the schema of the config to files that are surely ours', () => {
    const [validation] = manifest.contributes.yamlValidation;
    expect(validation?.url).toBe('./dist/config.schema.json');
    // Other programs have a config.yaml, too.
    expect(validation?.fileMatch).not.toContain('config.yaml');
    expect(validation?.fileMatch).toContain('torii.yaml');
  });

  it('knows which settings take a restart', () => {
    const live = settingIds.filter((id) => !restartSettings.includes(id));
    expect(live.filter((id) => !/^(?:statusBar|export|budget)\./.test(id))).toEqual(['autoStart']);
  });
});

const stringsSchema = z.record(z.string(), z.string());
const readStrings = (file: string): Record<string, string> =>
  stringsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

describe('the texts of the manifest', () => {
  const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);

  it.each(['package.nls.json', 'package.nls.ja.json'])('%s has every key, and none without a use', (file) => {
    expect(Object.keys(readStrings(file)).toSorted()).toEqual([...new Set(used)].toSorted());
  });

  it('keeps commands in links when it translates', () => {
    const links = (strings: Record<string, string>, key: string) => strings[key]?.match(/\(command:[^)]+\)/g) ?? [];
    const english = readStrings('package.nls.json');
    const japanese = readStrings('package.nls.ja.json');
    for (const key of Object.keys(english)) expect(links(japanese, key), key).toEqual(links(english, key));
  });
});

describe('the texts of the code', () => {
  const sources = readdirSync('src/vscode', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const calls = sources.flatMap((name) => {
    const code = readFileSync(join('src/vscode', name), 'utf8');
    return [...code.matchAll(/l10n\.t\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^'"\s])/g)].map(([, key]) => key ?? '');
  });
  const keys = calls.map((literal) => literal.slice(1, -1).replaceAll(/\\(.)/g, '$1'));
  const japanese = readStrings('l10n/bundle.l10n.ja.json');

  it('calls l10n.t with a literal, so that the keys can be found', () => {
    expect(calls.filter((literal) => !/^['"]/.test(literal))).toEqual([]);
  });

  it('has a Japanese text for every key, and none without a use', () => {
    expect(Object.keys(japanese).toSorted()).toEqual([...new Set(keys)].toSorted());
  });

  it('keeps every placeholder when it translates', () => {
    const placeholders = (value: string) => [...value.matchAll(/\{\d\}/g)].map(([name]) => name).toSorted();
    for (const [key, value] of Object.entries(japanese)) expect(placeholders(value), key).toEqual(placeholders(key));
  });
});
