import { chatBody, type Load, load, rounds } from '../load.ts';
import { median } from '../processes.ts';
import { ratios, spread } from '../report.ts';
import { atLeast, atMost, type Row } from '../row.ts';
import type { Bench, Target } from '../targets.ts';

const CLIENTS = 8;

export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
}

interface Kind {
  readonly what: string;
  readonly body: string;
  /** Of the bare pass-through's rate. */
  readonly part: number;
}

/** A long task of a coding agent: a hundred messages of 10 kB. */
export const LONG_CONVERSATION = Array.from({ length: 100 }, (_, index) => ({
  role: index % 2 === 0 ? 'user' : 'assistant',
  content: 'const answer = await fetch("/v1/models");\n'.repeat(240),
}));

const SMALL: Kind = { what: 'answers per second, small body, 8 clients', body: chatBody(), part: 0.8 };
const STREAM: Kind = {
  what: 'streams of 200 chunks per second, 8 clients',
  body: chatBody({ stream: true }),
  part: 0.85,
};

/** Small bodies and streams, beside the bare pass-through. */
export async function throughputRows(bench: Bench, plan: Plan): Promise<readonly Row[]> {
  const torii = [await bench.startTorii('program'), await bench.startTorii('worker')];
  const rows: Row[] = [];
  for (const kind of [SMALL, STREAM]) {
    const loads = await measure([bench.bare, ...torii], kind.body, plan);
    const bare = loads.get(bench.bare.name) ?? [];
    rows.push(bareRow(kind, bench.bare.name, bare));
    for (const { name } of torii) rows.push(besideBare(kind, name, loads.get(name) ?? [], bare));
  }
  for (const target of torii) await bench.stop(target);
  return rows;
}

/** How often Torii answers where a peer answers once. */
const PEER_GOALS: Readonly<Record<string, number>> = { Portkey: 5, LiteLLM: 20 };

/** Small bodies beside the peers. Portkey's gateway answers a stream with status 500 on the Node that runs the bench. */
export async function peerRows(bench: Bench, peers: readonly Target[], plan: Plan): Promise<readonly Row[]> {
  const torii = await bench.startTorii('program');
  const loads = await measure([torii, ...peers], SMALL.body, plan);
  await bench.stop(torii);
  const own = loads.get(torii.name) ?? [];
  return peers.map(({ name }) => besidePeer(SMALL, name, own, loads.get(name) ?? []));
}

/** Processor time for a conversation of 1 MB. */
export async function longConversationRow(bench: Bench, plan: Plan): Promise<Row> {
  const torii = await bench.startTorii('program');
  const loads = await measure([bench.bare, torii], chatBody({ messages: LONG_CONVERSATION }), plan);
  await bench.stop(torii);
  const cpuOf = (name: string) => (loads.get(name) ?? []).map(({ cpu }) => cpu / 1000);
  const [own, bare] = [cpuOf(torii.name), cpuOf(bench.bare.name)];
  const added = own.map((value, round) => value - (bare[round] ?? Number.NaN));
  const times = ratios(added, bare);
  return {
    what: 'conversation of 1 MB: added CPU',
    against: 'bare pass-through',
    goal: atMost(3, 'x'),
    value: median(times),
    figure: `${spread(times, 1)}x: ${spread(own, 1)} ms of ${spread(bare, 1)} ms`,
    values: { own, bare },
  };
}

async function measure(targets: readonly Target[], body: string, plan: Plan) {
  return await rounds(targets, {
    rounds: plan.rounds,
    warmUp: async () => {
      for (const target of targets) await load(target, body, CLIENTS, 2);
    },
    run: (target) => load(target, body, CLIENTS, plan.seconds),
  });
}

function bareRow({ what }: Kind, name: string, loads: readonly Load[]): Row {
  const { rates, cpus, clients } = parts(loads);
  return {
    what,
    against: `${name} itself`,
    goal: undefined,
    value: median(rates),
    figure: `${spread(rates, 0)}/s; ${spread(cpus, 0)} µs CPU each; the load generator took ${spread(clients, 2)} of a core`,
    values: { rates, cpus, clients },
  };
}

function besideBare({ what, part }: Kind, name: string, loads: readonly Load[], bare: readonly Load[]): Row {
  const { rates, cpus, clients } = parts(loads);
  const [rate, cpu] = [ratios(rates, parts(bare).rates), ratios(cpus, parts(bare).cpus)];
  return {
    what,
    against: `bare pass-through, ${name}`,
    goal: atLeast(part),
    value: median(rate),
    figure: `${spread(rate, 2)}: ${spread(rates, 0)}/s; ${spread(cpus, 0)} µs CPU each, ${spread(cpu, 1)}x`,
    values: { rates, cpus, clients },
  };
}

function besidePeer({ what }: Kind, name: string, own: readonly Load[], peer: readonly Load[]): Row {
  const { rates, cpus } = parts(peer);
  const times = ratios(parts(own).rates, rates);
  const goal = PEER_GOALS[name];
  return {
    what,
    against: name,
    goal: goal === undefined ? undefined : atLeast(goal, 'x'),
    value: median(times),
    figure: `${spread(times, 1)}x: ${name} ${spread(rates, 0)}/s; ${spread(cpus, 0)} µs CPU each`,
    values: { rates, cpus, own: parts(own).rates },
  };
}

function parts(loads: readonly Load[]) {
  return {
    rates: loads.map(({ rate }) => rate),
    cpus: loads.map(({ cpu }) => cpu),
    clients: loads.map(({ clientCores }) => clientCores),
  };
}
