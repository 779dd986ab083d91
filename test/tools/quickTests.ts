// `npm test`: checks the types while it builds and runs the quick tests, which both leave a core idle for much of the time.
// Wrong types end it at once. Arguments go to vitest.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const wrongTypes = new AbortController();

async function checkTypes(): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', 'typecheck'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code === 0) return true;
  wrongTypes.abort();
  console.log(printed);
  return false;
}

async function succeeds(program: string, ...args: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: 'inherit', signal: wrongTypes.signal });
  try {
    const [code] = await once(child, 'exit');
    return code === 0;
  } catch {
    return false;
  }
}

const filters = process.argv.slice(2);
const [typesAreRight, testsPass] = await Promise.all([
  checkTypes(),
  succeeds(process.execPath, 'esbuild.mjs').then(
    (built) => built && succeeds('vitest', 'run', '--project', 'quick', ...filters),
  ),
]);
process.exitCode = typesAreRight && testsPass ? 0 : 1;
