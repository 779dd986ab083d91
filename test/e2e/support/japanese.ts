import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Sandbox } from './sandbox.ts';

/**
 * Lets the editor run in Japanese, as it does with a language pack: its own words stay English, those of extensions do
 * not. The files are those in which the editor notes the packs that were installed while it ran, and the language chosen.
 */
export async function teachJapanese(sandbox: Sandbox): Promise<void> {
  const words = join(sandbox.userData, 'japanese', 'main.i18n.json');
  await sandbox.write(words, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'torii-test',
    extensions: [{ extensionIdentifier: { id: 'torii-test.language-pack-ja' }, version: '1.0.0' }],
    translations: { vscode: words },
    label: '日本語',
  };
  await sandbox.write(join(sandbox.userData, 'languagepacks.json'), JSON.stringify({ ja: pack }));
  await sandbox.write(join(sandbox.userData, 'User', 'argv.json'), JSON.stringify({ locale: 'ja' }));
}

/** The Japanese text for a key of the manifest, or for an English text of the editor side, with values in their places. */
export type Japanese = (key: string, ...values: readonly string[]) => string;

/** Reads the texts as they are packed. */
export async function readJapanese(): Promise<Japanese> {
  const texts = z.record(z.string(), z.string());
  const read = async (file: string) => texts.parse(JSON.parse(await readFile(file, 'utf8')));
  const words = { ...(await read('package.nls.ja.json')), ...(await read('l10n/bundle.l10n.ja.json')) };
  return (key, ...values) => {
    const text = words[key];
    if (text === undefined) throw new Error(`There is no Japanese text for ${key}`);
    return text.replace(/\{(\d)\}/g, (_place, index: string) => values[Number(index)] ?? '');
  };
}
