import { watchLoop } from './loopWatch.ts';
import { median } from './processes.ts';
import type { Answered } from './threadClient.ts';

const RUNS = 5;

/** Prints a table: what each answer of a gateway on this thread costs, and how long it holds up all others. */
export async function measureAnswers(
  questions: readonly (readonly [name: string, ask: () => Promise<Answered>])[],
): Promise<void> {
  console.log('| | median ms | worst ms | CPU ms | longest block: CPU ms | by the clock ms | kB |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const [name, ask] of questions) console.log(await measured(name, ask));
}

async function measured(name: string, ask: () => Promise<Answered>): Promise<string> {
  // The first one compiles what it runs, and clears away what came before it.
  await ask();
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await one(ask));
  const times = runs.map(({ ms }) => ms);
  const figures = [
    median(times),
    Math.max(...times),
    median(runs.map(({ cpu }) => cpu)),
    Math.max(...runs.map(({ block }) => block.cpu)),
    Math.max(...runs.map(({ block }) => block.clock)),
  ].map((ms) => ms.toFixed(1));
  return `| ${name} | ${figures.join(' | ')} | ${Math.round((runs[0]?.bytes ?? 0) / 1000)} |`;
}

async function one(ask: () => Promise<Answered>) {
  const before = process.cpuUsage();
  const loop = watchLoop();
  const { ms, bytes } = await ask();
  const block = loop.stop();
  const { user, system } = process.cpuUsage(before);
  return { ms, bytes, block, cpu: (user + system) / 1000 };
}
