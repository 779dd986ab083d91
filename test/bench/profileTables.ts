import { existsSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The first pattern that fits a source file names its step. */
const STEPS: readonly (readonly [string, RegExp])[] = [
  ['parse', /gateway\/(?:requestFacts|chatInput|bodies)|domain\/(?:json|jsonOutline)|dialects\/\w+\/parse/],
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
  [
    'prepare',
    /providers\/openai\/(?:relayBody|requestBody|cacheControl|jsonBytes|target|gatewayParameters)|providers\/bedrock\/(?:request|conversation|attempts)|gateway\/cachePlanning|domain\/cachePlan/,
  ],
  ['the AWS SDK', /node_modules\/@(?:aws-sdk|smithy|aws-crypto)\//],
  ['upstream', /undici|providers\/openai\/(?:post|upstreamAnswer|dispatchers)|providers\/network/],
  [
    'relay',
    /providers\/|gateway\/(?:sse|chatAttempt|chatLifecycle|answerHeaders|attemptDeadline|dialects|thinkingKeeping)/,
  ],
  ['price', /domain\/(?:pricing|billedParts|costAdjustment)|gateway\/requestCall/],
  ['enter what was settled', /storage\/(?:callEntry|entryStatements)/],
  // What runs SQLite is told apart by whoever calls it.
  ['settle and write', /storage\/(?!preparedStatement)/],
  ['serve (Fastify)', /fastify|find-my-way|avvio|gateway\/(?:server|slowRequests|activeRequests|endpoints|llmRequest)/],
];

/** Whose code runs, by the nearest source on the stack. */
const LAYERS: readonly (readonly [string, RegExp])[] = [
  ['SQLite', /better-sqlite3|node_modules\/kysely|storage\/preparedStatement/],
  ['the AWS SDK', /node_modules\/@(?:aws-sdk|smithy|aws-crypto)\//],
  ['Node: sockets', /^node:(?:net|tls|internal\/(?:stream_base_commons|net))/],
  ['Node: HTTP server and client', /^node:(?:_http|internal\/(?:http|url|freelist))/],
  ['Node: streams and events', /^node:(?:internal\/(?:streams|event)|events|stream)/],
  [
    'Node: ticks, promises, timers',
    /^node:(?:internal\/(?:timers|process|promise|async)|timers|async_hooks|diagnostics)/,
  ],
  ['Node: hashes and signatures', /^node:internal\/crypto/],
  ['Node: the rest', /^node:/],
  ['Fastify', /node_modules\/(?:fastify|find-my-way|avvio|@fastify|fast-|light-my|secure-json)/],
  ['undici', /node_modules\/undici\//],
  ['zod', /node_modules\/zod\//],
  ['other libraries', /node_modules\//],
  ['ours: gateway', /^src\/gateway\//],
  ['ours: domain', /^src\/domain\//],
  ['ours: providers', /^src\/providers\//],
  ['ours: storage', /^src\/storage\//],
  ['ours: the rest', /^src\//],
];

/** Steps and layers of their own, whoever calls for them. */
const LEAVES: ReadonlyMap<string, string> = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', 'V8 itself'],
  ['writev', 'socket writes (kernel)'],
  ['writeUtf8String', 'socket writes (kernel)'],
  ['writeLatin1String', 'socket writes (kernel)'],
  ['writeBuffer', 'socket writes (kernel)'],
]);

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface Profile {
  readonly startTime: number;
  readonly endTime: number;
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: CallFrame;
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Parts of the whole by name, the largest first. */
type Shares = readonly (readonly [name: string, part: number])[];

export interface ProfileTables {
  readonly steps: Shares;
  readonly layers: Shares;
  readonly functions: Shares;
}

/** What a profile of a build with source maps says, from `skipped` (0 to 1) of its time on. */
export function readProfile(file: string, skipped: number): ProfileTables {
  const profile: Profile = JSON.parse(readFileSync(file, 'utf8'));
  const stacks = new Stacks(profile);
  const [steps, layers, functions] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const from = profile.startTime + (profile.endTime - profile.startTime) * skipped;
  let at = profile.startTime;
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index] ?? 0;
    at += delta;
    const { functionName } = stacks.frame(id);
    if (at < from || functionName === '(idle)') continue;
    total += delta;
    const leaf = LEAVES.get(functionName);
    add(steps, leaf ?? stacks.nearest(id, STEPS) ?? 'sockets and streams (Node)', delta);
    add(layers, leaf ?? stacks.nearest(id, LAYERS) ?? 'V8 itself', delta);
    add(functions, `${functionName || 'anonymous'} ${stacks.source(id)}`.trimEnd(), delta);
  }
  return { steps: sharesOf(steps, total), layers: sharesOf(layers, total), functions: sharesOf(functions, total) };
}

class Stacks {
  readonly #frames: ReadonlyMap<number, CallFrame>;
  readonly #parents: ReadonlyMap<number, number>;
  readonly #sources = new Map<number, string>();
  readonly #maps = new Map<string, SourceMap | undefined>();

  constructor({ nodes }: Profile) {
    this.#frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
    this.#parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  }

  frame(id: number): CallFrame {
    return this.#frames.get(id) ?? { functionName: '', url: '', lineNumber: 0, columnNumber: 0 };
  }

  /** Path of the source file from the project's folder, or Node's name for its own. */
  source(id: number): string {
    const known = this.#sources.get(id);
    if (known !== undefined) return known;
    const found = this.#find(this.frame(id));
    this.#sources.set(id, found);
    return found;
  }

  #find({ url, lineNumber, columnNumber }: CallFrame): string {
    if (!url.startsWith('file:')) return url;
    const file = fileURLToPath(url);
    if (!this.#maps.has(file)) this.#maps.set(file, inlineMap(file));
    const entry = this.#maps.get(file)?.findEntry(lineNumber, columnNumber);
    if (entry === undefined || !('originalSource' in entry)) return file.replace(/^.*\/vendor\//, 'vendor/');
    return relative('.', resolve('dist/gateway', entry.originalSource));
  }

  /** The name for the innermost call that a pattern knows. */
  nearest(id: number, names: readonly (readonly [string, RegExp])[]): string | undefined {
    for (let next: number | undefined = id; next !== undefined; next = this.#parents.get(next)) {
      const source = this.source(next);
      const found = source === '' ? undefined : names.find(([, pattern]) => pattern.test(source));
      if (found !== undefined) return found[0];
    }
    return undefined;
  }
}

function add(sums: Map<string, number>, name: string, value: number): void {
  sums.set(name, (sums.get(name) ?? 0) + value);
}

function sharesOf(sums: ReadonlyMap<string, number>, total: number): Shares {
  return [...sums].toSorted(([, one], [, other]) => other - one).map(([name, sum]) => [name, sum / total]);
}

const MAP = '//# sourceMappingURL=data:application/json;base64,';

function inlineMap(file: string): SourceMap | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const at = text.lastIndexOf(MAP);
  if (at === -1) return undefined;
  const payload: SourceMapPayload = JSON.parse(Buffer.from(text.slice(at + MAP.length), 'base64').toString());
  return new SourceMap(payload);
}
