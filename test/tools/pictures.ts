/**
 * Renews the pictures of the documentation: `npm run test:e2e && npm run pictures`. Takes those that a page refers to out
 * of `test-results/`, where the end-to-end tests leave theirs, and removes what no page shows. All of them have to be
 * of one run on one package: older than `dist/torii.vsix`, and none is taken.
 */
import { copyFile, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TAKEN = path.join(ROOT, 'test-results');
const SHOWN = path.join(ROOT, 'docs/images/e2e');
const PICTURE = /images\/e2e\/([\w-]+\.png)/g;

async function shownNames(): Promise<ReadonlySet<string>> {
  const docs = (await readdir(path.join(ROOT, 'docs'))).map((name) => path.join('docs', name));
  const pages = [...(await readdir(ROOT)), ...docs].filter((name) => name.endsWith('.md'));
  const texts = await Promise.all(pages.map((name) => readFile(path.join(ROOT, name), 'utf8')));
  return new Set(texts.flatMap((text) => [...text.matchAll(PICTURE)].flatMap(([, name]) => name ?? [])));
}

async function writtenAt(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}

const names = await shownNames();
const packedAt = await writtenAt(path.join(ROOT, 'dist/torii.vsix'));
const times = await Promise.all(
  [...names].map(async (name) => [name, await writtenAt(path.join(TAKEN, name))] as const),
);
const missing = times.filter(([, at]) => at < packedAt).map(([name]) => name);
if (packedAt === 0 || missing.length > 0) {
  console.error(`Not of the packed extension: ${missing.join(', ')}. Run npm run test:e2e first.`);
  process.exitCode = 1;
} else {
  await mkdir(SHOWN, { recursive: true });
  for (const name of await readdir(SHOWN)) if (!names.has(name)) await rm(path.join(SHOWN, name));
  for (const name of names) await copyFile(path.join(TAKEN, name), path.join(SHOWN, name));
  console.log(`${names.size} pictures renewed.`);
}
