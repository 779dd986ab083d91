/**
 * Builds the dashboard into a folder: its scripts under names that change with their content, and `page.json` with what
 * goes into the page itself (`src/protocol/dashboardPage.ts`).
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { type DashboardParts, languages, PARTS_FILE } from '../src/protocol/dashboardPage.ts';
import { type Surface, surfaces } from '../src/protocol/webview.ts';
import { iconNames } from './src/parts/iconNames.ts';

const SOURCE = path.join(import.meta.dirname, 'src');
const CODICONS = path.resolve(import.meta.dirname, '../node_modules/@vscode/codicons/src/icons');
const BOOT = 'boot.ts';
/** What the first page needs before it shows anything, beside its words. */
const FIRST_PARTS = [BOOT, 'start.tsx'];

interface Options {
  /** Absolute. */
  readonly folder: string;
  readonly production: boolean;
}

const common: BuildOptions = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  charset: 'utf8',
  logLevel: 'warning',
  legalComments: 'none',
};

/** `torii:icons`: the shapes of the codicons that are used, as the values of a property. */
const icons: Plugin = {
  name: 'icons',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^torii:icons$/ }, () => ({ path: 'icons', namespace: 'torii' }));
    onLoad({ filter: /.*/, namespace: 'torii' }, async () => {
      const rules = await Promise.all(iconNames.map(iconRule));
      return { contents: rules.join('\n'), loader: 'css' };
    });
  },
};

/** From the files of the shapes: the package's sheet of them lacks some. */
async function iconRule(name: string): Promise<string> {
  const svg = (await readFile(path.join(CODICONS, `${name}.svg`), 'utf8')).trim().replaceAll('"', "'");
  const escaped = svg.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('#', '%23');
  return `.codicon-${name} { --torii-icon: url("data:image/svg+xml,${escaped}"); }`;
}

/** Writes everything; resolves with the bytes of each script by name. */
export async function buildDashboard({ folder, production }: Options): Promise<ReadonlyMap<string, number>> {
  const outputs = await buildScripts(folder, production);
  const style = await buildStyle(production);
  const frames = await drawFrames();
  const parts: DashboardParts = {
    style,
    styleHash: createHash('sha256').update(style).digest('base64'),
    script: path.basename(outputOf(BOOT, outputs)),
    languages: languages.map((language) => ({
      language,
      preloads: preloads([...FIRST_PARTS, `strings/${language}.ts`], outputs),
      frames: surfaces.map((surface) => ({ surface, html: frames(language, surface) })),
    })),
  };
  await writeFile(path.join(folder, PARTS_FILE), JSON.stringify(parts));
  const scripts = Object.keys(outputs).filter((name) => name.endsWith('.js'));
  return new Map(scripts.map((name) => [path.basename(name), outputs[name]?.bytes ?? 0]));
}

async function buildScripts(folder: string, production: boolean): Promise<Metafile['outputs']> {
  const { metafile } = await build({
    ...common,
    entryPoints: [path.join(SOURCE, BOOT)],
    outdir: folder,
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    minify: production,
    sourcemap: production ? false : 'linked',
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
    metafile: true,
  });
  return metafile.outputs;
}

async function buildStyle(production: boolean): Promise<string> {
  const styles = path.join(SOURCE, 'styles', 'dashboard.css');
  const { outputFiles } = await build({
    ...common,
    entryPoints: [styles],
    minify: production,
    plugins: [icons],
    external: ['data:*'],
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** The dashboard's own components draw the first paint of each page, here. */
async function drawFrames(): Promise<(language: string, surface: Surface) => string> {
  const { outputFiles } = await build({
    ...common,
    entryPoints: [path.join(SOURCE, 'frame.tsx')],
    define: { 'process.env.NODE_ENV': '"production"' },
    // The one for browsers opens a channel that keeps this process from ending.
    alias: { 'react-dom/server': 'react-dom/server.edge' },
    write: false,
  });
  const program = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  const { frameHtml } = await import(`data:text/javascript;base64,${program}`);
  return frameHtml;
}

/** Path of the script that a source file begins. */
function outputOf(source: string, outputs: Metafile['outputs']): string {
  const entry = Object.entries(outputs).find(([, output]) => output.entryPoint?.endsWith(`webview-ui/src/${source}`));
  if (entry === undefined) throw new Error(`${source} is no file of its own.`);
  return entry[0];
}

/** Names of the scripts of these parts, with all that they cannot run without. */
function preloads(sources: readonly string[], outputs: Metafile['outputs']): string[] {
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path: next, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') visit(next);
  };
  for (const source of sources) visit(outputOf(source, outputs));
  return [...found].map((name) => path.basename(name));
}

/** Lays a compressed form beside each script, which is served as it is to whoever takes it: `uiFiles.ts`. */
export async function compressDashboard(folder: string): Promise<void> {
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  await Promise.all(scripts.map((name) => compress(path.join(folder, name))));
}

async function compress(file: string): Promise<void> {
  const bytes = await readFile(file);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, quality));
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
