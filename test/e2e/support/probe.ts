import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const FOLDER = join(import.meta.dirname, '..', 'probe');

/** Packs the extension of the tests, and gives back its path. */
export async function packProbe(folder: string): Promise<string> {
  const file = join(folder, 'probe.vsix');
  const vsce = join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  await promisify(execFile)(process.execPath, [vsce, 'package', ...flags], { cwd: FOLDER });
  return file;
}
