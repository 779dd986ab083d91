import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends a process that a test has started, without a farewell. When it resolves, the process writes nowhere any more. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
