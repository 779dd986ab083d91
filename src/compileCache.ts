import { existsSync, readdirSync, rmSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';

/** By then the start's code is loaded, also in a window that is closed at once; what the first requests load follows, ms. */
const FLUSHES_AFTER_MS = [2000, 20_000] as const;

/**
 * Keeps V8's compiled code of the bundles in the home, for the next start: `cache/<version>/`. What other versions left there goes.
 * A home that cannot be written costs the time of compiling and nothing else; one that is not there yet is not made here.
 */
export function keepCompiledCode(homeDirectory: string): void {
  if (!existsSync(homeDirectory)) return;
  const version = process.env['TORII_VERSION'] ?? 'development';
  const folder = join(homeDirectory, 'cache', 'compiled');
  enableCompileCache(join(folder, version));
  for (const wait of FLUSHES_AFTER_MS) {
    setTimeout(() => {
      flushCompileCache();
      removeOthers(folder, version);
    }, wait).unref();
  }
}

function removeOthers(folder: string, kept: string): void {
  try {
    for (const name of readdirSync(folder)) {
      if (name !== kept) rmSync(join(folder, name), { recursive: true, force: true });
    }
  } catch {
    // A cache: nobody misses what is not tidied.
  }
}
