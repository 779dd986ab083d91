// Builds every bundle into dist/. `--production` minifies, and compresses the dashboard.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { build } from 'esbuild';
import { configJsonSchema } from './src/config/schema/jsonSchema.ts';
import { buildDashboard, compressDashboard } from './webview-ui/build.ts';

const production = process.argv.includes('--production');
const { version } = JSON.parse(await readFile('package.json', 'utf8'));

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
};

/** The native module cannot be bundled: it stands beside the bundles, without its C sources. */
const vendorSqlite = {
  name: 'vendor-better-sqlite3',
  setup({ onResolve }) {
    onResolve({ filter: /^better-sqlite3$/ }, () => ({ path: './vendor/better-sqlite3/lib/index.js', external: true }));
  },
};

/** One bundle holds the gateway; the entries of the program and of the worker thread load it. */
const gatewayApart = {
  name: 'gateway-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/gatewayBundle\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './gateway.cjs', external: true },
    );
  },
};

/** The editor side but for its entry, which has to load in a moment. */
const editorApart = {
  name: 'editor-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/vscode\/container\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './editor.cjs', external: true },
    );
  },
};

/** zod names its texts of all languages; only the English ones are ever asked for. */
const englishAlone = {
  name: 'english-alone',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/zod\/v4\/locales\/index\.js$/ }, ({ path }) => ({
      contents: 'export { default as en } from "./en.js";',
      resolveDir: dirname(path),
    }));
  },
};

/** The table of prices is 0.5 MB that a start has no use for: it is loaded with the first look into it. */
const pricesLater = {
  name: 'prices-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pydantic\/genai-prices$/ }, ({ kind, path, resolveDir }) =>
      kind === 'require-call' ? undefined : { path, namespace: 'prices-later', pluginData: resolveDir },
    );
    onLoad({ filter: /.*/, namespace: 'prices-later' }, ({ path, pluginData }) => ({
      contents: `export const calcPrice = (...given) => require('${path}').calcPrice(...given);`,
      resolveDir: pluginData,
    }));
  },
};

const node = {
  ...common,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // ES modules first: they tree-shake.
  mainFields: ['module', 'main'],
  define: { 'process.env.TORII_VERSION': JSON.stringify(version) },
};

// `import()` of the bundle becomes `require()`: no second module loader for it.
const entry = { plugins: [gatewayApart], supported: { 'dynamic-import': false } };

const DASHBOARD = resolve('dist/ui');

await rm('dist', { recursive: true, force: true });
await mkdir('dist/ui', { recursive: true });
await Promise.all([
  // Only these two bundles may name `vscode`: anywhere else the import does not resolve, and the build fails.
  build({
    ...node,
    entryPoints: ['src/vscode/container.ts'],
    outfile: 'dist/editor.cjs',
    external: ['vscode'],
    plugins: [englishAlone],
  }),
  build({
    ...node,
    ...entry,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.cjs',
    external: ['vscode'],
    plugins: [editorApart],
  }),
  build({
    ...node,
    entryPoints: ['src/gatewayBundle.ts'],
    outfile: 'dist/gateway.cjs',
    plugins: [vendorSqlite, englishAlone, pricesLater],
  }),
  // Apart from the gateway's bundle: the thread needs SQLite and the queries alone.
  build({
    ...node,
    entryPoints: ['src/ledgerReader.ts'],
    outfile: 'dist/ledgerReader.cjs',
    plugins: [vendorSqlite, englishAlone],
  }),
  build({
    ...node,
    entryPoints: ['src/ledgerCheckpoints.ts'],
    outfile: 'dist/ledgerCheckpoints.cjs',
    plugins: [vendorSqlite],
  }),
  build({ ...node, ...entry, entryPoints: ['src/worker.ts'], outfile: 'dist/worker.cjs' }),
  build({
    ...node,
    ...entry,
    entryPoints: ['src/headless.ts'],
    outfile: 'dist/headless.cjs',
    banner: { js: '#!/usr/bin/env node' },
  }),
  buildDashboard({ folder: DASHBOARD, production }),
  ...['lib', 'prebuilds', 'package.json', 'LICENSE'].map((part) =>
    cp(`node_modules/better-sqlite3/${part}`, `dist/vendor/better-sqlite3/${part}`, { recursive: true }),
  ),
  writeFile('dist/config.schema.json', JSON.stringify(configJsonSchema())),
]);
if (production) await compressDashboard(DASHBOARD);
