/**
 * Where the processor time of a request goes: `node test/bench/profile.ts [small|stream|conversation] [seconds]`, on a built
 * dist/. Runs the program under V8's profiler, which costs nothing where it is off, and gives each sample to the step of the
 * request's way whose code is nearest to it on the stack. What belongs to no step is Node's own work for the sockets.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chatBody, type Load, load } from './load.ts';
import { startServer } from './processes.ts';
import { LONG_CONVERSATION } from './rows/throughput.ts';
import { MASTER_KEY, makeKey, type Target } from './targets.ts';

/** The start of the process is none of a request's. */
const SKIPPED_PART = 0.3;

/** The first pattern that fits a source file names its step. */
const STEPS: readonly (readonly [string, RegExp])[] = [
  ['parse', /gateway\/(?:requestFacts|chatInput|bodies)|domain\/(?:json|jsonOutline)|dialects\//],
  [
    'auth',
    /gateway\/(?:authentication|digest|routeGuard|hostCheck|admission|modelAccess)|domain\/access|sqliteDirectory|entityVersion/,
  ],
  [
    'admit',
    /gateway\/limits|domain\/(?:promptBound|costBound|budget|rate)|storage\/budgets\/(?:budgetReservations|budgetLeases|limitsBook|sqliteBudgetStore)/,
  ],
  ['plan', /gateway\/(?:dispatcher|routing|cooldowns)|domain\/routing|catalog\//],
  ['task', /gateway\/tasks|domain\/task/],
  ['prepare', /providers\/openai\/(?:relayBody|requestBody|cacheControl|jsonBytes|target|gatewayParameters)/],
  ['upstream', /undici|providers\/openai\/(?:post|upstreamAnswer|dispatchers)|providers\/network/],
  ['relay', /providers\/openai|gateway\/(?:sse|chatAttempt|chatLifecycle|answerHeaders|attemptDeadline)/],
  ['price', /domain\/(?:pricing|billedParts|costAdjustment)|gateway\/requestCall/],
  ['enter what was settled', /storage\/(?:callEntry|entryStatements)/],
  // What runs SQLite is told apart by whoever calls it.
  ['settle and write', /storage\/(?!preparedStatement)/],
  ['serve (Fastify)', /fastify|find-my-way|avvio|gateway\/(?:server|slowRequests|activeRequests|endpoints|llmRequest)/],
];

/** Steps of their own, whoever calls for them. */
const LEAVES: Readonly<Record<string, string>> = {
  '(garbage collector)': 'garbage collection',
  writev: 'socket writes (kernel)',
};

interface Profile {
  readonly startTime: number;
  readonly endTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const [kind = 'small', seconds = '8'] = process.argv.slice(2);
const bodies: Readonly<Record<string, string>> = {
  small: chatBody(),
  stream: chatBody({ stream: true }),
  conversation: chatBody({ messages: LONG_CONVERSATION }),
};
const folder = mkdtempSync(join(tmpdir(), 'torii-profile-'));
try {
  const measured = await record(bodies[kind] ?? chatBody(), Number(seconds));
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  report(JSON.parse(readFileSync(join(folder, file), 'utf8')), measured);
} finally {
  rmSync(folder, { recursive: true });
}

/** Leaves a profile in the folder. */
async function record(body: string, duration: number): Promise<Load> {
  const upstream = await startServer(['test/bench/upstream.ts']);
  const config = join(folder, 'bench.yaml');
  writeFileSync(
    config,
    `model_list:\n  - { model_name: bench, litellm_params: { model: openai/bench, api_base: "${upstream.url}/v1", api_key: none, input_cost_per_token: 0.000003, output_cost_per_token: 0.000015 } }\n`,
  );
  const profiler = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
  const server = await startServer([...profiler, 'dist/headless.cjs', '--config', config, '--port', '0'], {
    TORII_HOME: folder,
    LITELLM_MASTER_KEY: MASTER_KEY,
  });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await makeKey(server.url)}` };
  const target: Target = { name: 'Torii', ...server, headers };
  // What the first requests compile is none of the others' work.
  await load(target, body, 8, 2);
  const measured = await load(target, body, 8, duration);
  const exited = new Promise((resolve) => server.process.once('exit', resolve));
  server.process.kill('SIGTERM');
  await exited;
  upstream.process.kill('SIGKILL');
  return measured;
}

function report(profile: Profile, { rate, cpu }: Load): void {
  const sources = sourceOfLines(readFileSync('dist/gateway.cjs', 'utf8'));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const shares = new Map<string, number>();
  let at = profile.startTime;
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    at += delta;
    if (at < profile.startTime + (profile.endTime - profile.startTime) * SKIPPED_PART) continue;
    const leaf = nodes.get(id)?.callFrame.functionName ?? '';
    if (leaf === '(idle)') continue;
    total += delta;
    const step = LEAVES[leaf] ?? stepOf(id);
    shares.set(step, (shares.get(step) ?? 0) + delta);
  }
  console.log(
    `${kind}, ${rate.toFixed(0)} answers per second and ${cpu.toFixed(0)} µs CPU each under the profiler\n\n| step | part of the CPU time | µs |\n| --- | --- | --- |`,
  );
  for (const [step, share] of [...shares].toSorted(([, one], [, other]) => other - one)) {
    console.log(`| ${step} | ${((share / total) * 100).toFixed(1)} % | ${((share / total) * cpu).toFixed(0)} |`);
  }

  function stepOf(id: number): string {
    for (let next: number | undefined = id; next !== undefined; next = parents.get(next)) {
      const frame = nodes.get(next)?.callFrame;
      const source = frame?.url.endsWith('gateway.cjs') === true ? sources[frame.lineNumber] : frame?.url;
      const step = STEPS.find(([, pattern]) => pattern.test(source ?? ''));
      if (step !== undefined) return step[0];
    }
    return 'sockets and streams (Node)';
  }
}

/** The bundler names each file in a comment before its code. */
function sourceOfLines(bundle: string): readonly string[] {
  let source = '';
  return bundle.split('\n').map((line) => {
    source = /^\s*\/\/ ((?:src|node_modules)\/\S+)$/.exec(line)?.[1] ?? source;
    return source;
  });
}
