// Installs every program of others that the end-to-end and external tests drive, one after the other: the gate has that done
// while other tests run. What cannot be installed is told, and tried again by the test that needs it.
import { ensureDebianPackages } from './install.ts';
import { PROGRAMS } from './programs.ts';

for (const install of [ensureDebianPackages, ...PROGRAMS]) {
  const begun = performance.now();
  try {
    const tool = await install();
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${tool?.directory ?? 'Debian packages'}: ${seconds} s`);
  } catch (thrown) {
    console.log(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
