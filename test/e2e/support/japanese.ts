import { join } from 'node:path';
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
