import { bedrockModels, startBedrock } from '../bedrock.ts';
import { callTimes, chatBody } from '../load.ts';
import { median } from '../processes.ts';
import { spread } from '../report.ts';
import { atMost, type Goal, noWorse, type Row } from '../row.ts';
import { type Bench, openAiModels } from '../targets.ts';

interface Start {
  readonly ready: number;
  /** The first answer of a model, ms. */
  readonly first: number;
}

/** How soon the gateway is there: ready, and its first answer, with the code that an earlier start has compiled. */
export async function startRows(bench: Bench, starts: number): Promise<readonly Row[]> {
  const bedrock = bedrockModels((await startBedrock(bench)).url);
  const openAi = openAiModels(bench.upstream.url);
  const program = await timeStarts(bench, 'program', openAi, starts);
  const worker = await timeStarts(bench, 'worker', openAi, starts);
  const aws = await timeStarts(bench, 'worker', bedrock, starts);
  const readyOf = (found: readonly Start[]) => found.map(({ ready }) => ready);
  const firstOf = (found: readonly Start[]) => found.map(({ first }) => first);
  return [
    row('worker ready', '-', atMost(500, ' ms'), readyOf(worker.later)),
    row('worker ready, first start of all', '-', noWorse(' ms'), readyOf([worker.cold, aws.cold])),
    row('program listens', '-', atMost(500, ' ms'), readyOf(program.later)),
    row('first request after a start, OpenAI-compatible', '-', noWorse(' ms'), firstOf(worker.later)),
    row('first request after a start, Bedrock', '-', noWorse(' ms'), firstOf(aws.later)),
  ];
}

async function timeStarts(bench: Bench, how: 'program' | 'worker', models: string, starts: number) {
  const home = bench.scratch();
  const cold = await timeStart(bench, how, models, home);
  const later: Start[] = [];
  for (let start = 0; start < starts; start++) later.push(await timeStart(bench, how, models, home));
  return { cold, later };
}

async function timeStart(bench: Bench, how: 'program' | 'worker', models: string, home: string): Promise<Start> {
  const torii = await bench.startTorii(how, { home, models });
  const [first = Number.NaN] = (await callTimes(torii, chatBody(), 1, 1)).whole;
  // A regular end keeps the compiled code.
  await bench.stop(torii, 'SIGTERM');
  return { ready: torii.readyMs, first };
}

function row(what: string, against: string, goal: Goal, times: readonly number[]): Row {
  return { what, against, goal, value: median(times), figure: `${spread(times, 0)} ms`, values: { times } };
}
