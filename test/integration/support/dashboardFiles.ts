import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type DashboardParts, PARTS_FILE } from '../../../src/protocol/dashboardPage.ts';

/** Name of the one script. */
export const SCRIPT = 'boot-ABCD2345.js';
export const SCRIPT_TEXT = 'export {};';

/** Puts a small dashboard, with this CSS, where a gateway of the tests looks for the built one. */
export async function writeDashboard(gatewayDirectory: string, style = '.tile{}'): Promise<void> {
  const folder = join(gatewayDirectory, 'dist', 'ui');
  await mkdir(folder, { recursive: true });
  const parts: DashboardParts = {
    style,
    styleHash: createHash('sha256').update(style).digest('base64'),
    script: SCRIPT,
    languages: [
      { language: 'en', preloads: [SCRIPT], frames: [{ surface: 'browser', html: '<nav>Overview</nav>' }] },
      { language: 'ja', preloads: [SCRIPT], frames: [{ surface: 'browser', html: '<nav>概要</nav>' }] },
    ],
  };
  await writeFile(join(folder, PARTS_FILE), JSON.stringify(parts));
  await writeFile(join(folder, SCRIPT), SCRIPT_TEXT);
  await writeFile(join(folder, `${SCRIPT}.br`), brotliCompressSync(SCRIPT_TEXT));
  await writeFile(join(folder, `${SCRIPT}.map`), '{}');
}
