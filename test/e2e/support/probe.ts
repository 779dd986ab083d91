import { join } from 'node:path';
import { packExtension } from './vsix.ts';

const FOLDER = join(import.meta.dirname, '..', 'probe');

/** Packs the extension of the tests, and gives back its path. */
export function packProbe(folder: string): Promise<string> {
  return packExtension(FOLDER, join(folder, 'probe.vsix'));
}
