// Builds every bundle into dist/. `--production` minifies, and compresses the dashboard.
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { build, transform } from 'esbuild';
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
const vendorSqlite = (distFolder) => ({
  name: 'vendor-better-sqlite3',
  setup({ onResolve }) {
    const path = `${distFolder}/vendor/better-sqlite3/lib/index.js`;
    onResolve({ filter: /^better-sqlite3$/ }, () => ({ path, external: true }));
  },
});

/** One set of files holds the gateway; the entries of the program and of the worker thread load it. */
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

/** The table of prices is 0.5 MB that a start has no use for: it is a file of its own, loaded with the first look into it. */
const pricesLater = {
  name: 'prices-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@pydantic\/genai-prices$/ }, ({ path }) => ({ path, namespace: 'prices-later' }));
    onResolve({ filter: /.*/, namespace: 'prices-later' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'prices-later' }, () => ({
      contents: `export const calcPrice = (...given) => require('./prices.cjs').calcPrice(...given);`,
    }));
  },
};

/** Fastify's parts for what this server does not do: other loggers, plugins of versions, injected requests, HTTP/2. */
const fastifyAlone = {
  name: 'fastify-alone',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^(?:semver|pino|light-my-request|node:http2|@fastify\/(?:ajv|fast-json-stringify)-compiler)$/ },
      (asked) =>
        /\/node_modules\/fastify\//.test(asked.importer) ? { path: asked.path, namespace: 'fastify-alone' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'fastify-alone' }, () => ({ contents: 'module.exports = {};' }));
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

/**
 * What an `import()` names becomes a file of its own, read when it is needed. Each such part is said to need all that a
 * start needs: so that stays in one file, and within it a name is a name, not a property of another file's exports.
 */
const startInOneFile = {
  name: 'start-in-one-file',
  setup({ onResolve, onLoad }) {
    const later = new Set();
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind === 'dynamic-import') later.add(resolve(resolveDir, path));
      return undefined;
    });
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      if (!later.has(path)) return undefined;
      return { contents: `${await readFile(path, 'utf8')}\nimport '${GATEWAY}';`, loader: 'ts' };
    });
  },
};

/**
 * `dist/gateway.cjs`, `dist/gateway/start.cjs` with all that a start needs, and beside it what is loaded later. They come
 * as ES modules, the only ones that esbuild splits, and are made CommonJS: the editor's extension host hooks the loader of ES modules.
 */
async function buildGateway() {
  const { outputFiles, metafile } = await build({
    ...node,
    format: 'esm',
    splitting: true,
    entryPoints: { gateway: GATEWAY },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    chunkNames: 'gateway/[name]-[hash]',
    sourcemap: production ? false : 'inline',
    plugins: [vendorSqlite('..'), englishAlone, fastifyAlone, pricesLater, startInOneFile],
    write: false,
    metafile: true,
  });
  const start = Object.entries(metafile.outputs).find(([, { inputs }]) => 'src/compose.ts' in inputs);
  const name = basename(start[0]);
  await mkdir('dist/gateway', { recursive: true });
  const ofCommonJs = Object.entries(metafile.outputs)
    .filter(([, { entryPoint }]) => metafile.inputs[entryPoint]?.format === 'cjs')
    .map(([file]) => resolve(file));
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      // A package in CommonJS would have a default export and no names.
      const named = ofCommonJs.includes(path)
        ? text.replace(/\bexport default (?=[\w$]+\(\);)/, 'module.exports = ')
        : text;
      // What esbuild makes of `import()` copies all names of a package with each call.
      const whole = named.replaceAll(name, 'start.cjs').replace(/\bimport\((?="\.)/g, 'loadLater(');
      const { code } = await transform(`${whole}\n${LOAD_LATER}`, {
        ...{ format: 'cjs', platform: node.platform, target: node.target, supported: { 'dynamic-import': false } },
        ...{ minify: production, sourcemap: production ? false : 'inline', legalComments: 'none' },
      });
      await writeFile(path.replace(name, 'start.cjs'), code);
    }),
  );
}

const GATEWAY = resolve('src/gatewayBundle.ts');
const LOAD_LATER = 'function loadLater(file) { return Promise.resolve().then(() => require(file)); }';
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
  buildGateway(),
  build({ ...node, entryPoints: ['@pydantic/genai-prices'], outfile: 'dist/gateway/prices.cjs' }),
  // Apart from the gateway's bundle: the thread needs SQLite and the queries alone.
  build({
    ...node,
    entryPoints: ['src/ledgerReader.ts'],
    outfile: 'dist/ledgerReader.cjs',
    plugins: [vendorSqlite('.'), englishAlone],
  }),
  build({
    ...node,
    entryPoints: ['src/ledgerCheckpoints.ts'],
    outfile: 'dist/ledgerCheckpoints.cjs',
    plugins: [vendorSqlite('.')],
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
