// Builds every bundle into dist/. `--production` minifies; the files have the same names either way.
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { build } from 'esbuild';

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

const node = {
  ...common,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  // ES modules first: they tree-shake.
  mainFields: ['module', 'main'],
  define: { 'process.env.TORII_VERSION': JSON.stringify(version) },
};

await rm('dist', { recursive: true, force: true });
await mkdir('dist/ui', { recursive: true });
await Promise.all([
  // Only this bundle may name `vscode`: anywhere else the import does not resolve, and the build fails.
  build({ ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] }),
  build({ ...node, entryPoints: ['src/worker.ts'], outfile: 'dist/worker.cjs', plugins: [vendorSqlite] }),
  build({
    ...node,
    entryPoints: ['src/headless.ts'],
    outfile: 'dist/headless.cjs',
    plugins: [vendorSqlite],
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...common,
    entryPoints: ['webview-ui/src/main.tsx'],
    outfile: 'dist/ui/main.js',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    loader: { '.ttf': 'dataurl' },
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  }),
  ...['lib', 'prebuilds', 'package.json', 'LICENSE'].map((part) =>
    cp(`node_modules/better-sqlite3/${part}`, `dist/vendor/better-sqlite3/${part}`, { recursive: true }),
  ),
]);
