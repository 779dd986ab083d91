/**
 * Where the processor time of a request goes: `node test/bench/profile.ts [kind] [seconds]`, on a dist/ that is not minified.
 * Runs the program under V8's profiler, which costs nothing where it is off, and gives each sample to the step of the
 * request's way whose code is nearest to it on the stack, and to the layer (Node, a library, a folder of ours) whose code
 * runs. Kinds: small, stream, conversation, bedrock, bedrock-stream.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bedrockModels } from './bedrock.ts';
import { chatBody, type Load, load } from './load.ts';
import { startServer } from './processes.ts';
import { readProfile } from './profileTables.ts';
import { LONG_CONVERSATION } from './rows/throughput.ts';
import { MASTER_KEY, makeKey, openAiModels, type Target } from './targets.ts';

/** The start of the process is none of a request's. */
const SKIPPED_PART = 0.3;
const SHOWN_FUNCTIONS = 15;

const stream = chatBody({ stream: true });
const BODIES: Readonly<Record<string, string>> = {
  small: chatBody(),
  stream,
  conversation: chatBody({ messages: LONG_CONVERSATION }),
  bedrock: chatBody(),
  'bedrock-stream': stream,
};

const [kind = 'small', seconds = '8'] = process.argv.slice(2);
const body = BODIES[kind];
if (body === undefined) throw new Error(`no ${kind} among ${Object.keys(BODIES).join(', ')}`);
const folder = mkdtempSync(join(tmpdir(), 'torii-profile-'));
try {
  const { rate, cpu } = await record(body, Number(seconds));
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  const { steps, layers, functions } = readProfile(join(folder, file), SKIPPED_PART);
  console.log(`${kind}, ${rate.toFixed(0)} answers per second and ${cpu.toFixed(0)} µs CPU each under the profiler`);
  for (const [title, shares] of [
    ['step', steps],
    ['layer', layers],
    ['function, its own time', functions.slice(0, SHOWN_FUNCTIONS)],
  ] as const) {
    console.log(`\n| ${title} | part of the CPU time | µs |\n| --- | --- | --- |`);
    for (const [name, part] of shares)
      console.log(`| ${name} | ${(part * 100).toFixed(1)} % | ${(part * cpu).toFixed(0)} |`);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Leaves a profile in the folder. */
async function record(asked: string, duration: number): Promise<Load> {
  const isBedrock = kind.startsWith('bedrock');
  const upstream = await startServer([`test/bench/${isBedrock ? 'bedrockUpstream' : 'upstream'}.ts`]);
  const config = join(folder, 'bench.yaml');
  writeFileSync(config, isBedrock ? bedrockModels(upstream.url) : openAiModels(upstream.url));
  const profiler = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
  const server = await startServer([...profiler, 'dist/headless.cjs', '--config', config, '--port', '0'], {
    TORII_HOME: folder,
    LITELLM_MASTER_KEY: MASTER_KEY,
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await makeKey(server.url)}` };
  const target: Target = { name: 'Torii', ...server, headers };
  // What the first requests compile is none of the others' work.
  await load(target, asked, 8, 2);
  const measured = await load(target, asked, 8, duration);
  const exited = new Promise((resolve) => server.process.once('exit', resolve));
  server.process.kill('SIGTERM');
  await exited;
  upstream.process.kill('SIGKILL');
  return measured;
}
