import { keepCompiledCode } from './compileCache.ts';
import { findHome } from './config/home.ts';
import { nodeProblem } from './nodeVersion.ts';

/** Entry of the command line: small, so that what a Node too old cannot read is not read, and the rest comes from the compile cache. */
async function main(): Promise<void> {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) {
    process.stderr.write(`torii: ${problem}\n`);
    process.exitCode = 1;
    return;
  }
  keepCompiledCode(findHome(process.env).directory);
  const { programs } = await import('./gatewayBundle.ts');
  await programs.runHeadless(process.argv.slice(2), __dirname);
}

void main();
