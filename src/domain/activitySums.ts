import {
  ACTIVITY_COUNTERS,
  type ActivityCounter,
  type ActivityReport,
  type ActivitySource,
  type ToolActivity,
} from './agentActivity.ts';

/** What is kept of one agent's reports on one task: JSON. */
export interface ActivitySums {
  readonly counters: Readonly<Partial<Record<ActivitySource, Readonly<Partial<Record<ActivityCounter, number>>>>>>;
  readonly tools: Readonly<
    Partial<Record<ActivitySource, Readonly<Record<string, { readonly calls: number; readonly failures: number }>>>>
  >;
  /** The last total of each series that counts from the agent's start. */
  readonly series: Readonly<Record<string, number>>;
}

export const NO_SUMS: ActivitySums = { counters: {}, tools: {}, series: {} };

/** Tools and series of one task; an agent has some dozens. */
const MOST_TOOLS = 100;
const MOST_SERIES = 500;

/** The sums with one report more. A total that fell began anew. */
export function addReport(sums: ActivitySums, report: ActivityReport): ActivitySums {
  const { counter, source, series, tool } = report;
  const before = series === undefined ? 0 : (sums.series[series] ?? 0);
  const isKnown = series === undefined || series in sums.series || Object.keys(sums.series).length < MOST_SERIES;
  const amount = series !== undefined && report.amount >= before ? report.amount - before : report.amount;
  if (!isKnown || amount <= 0) return sums;
  const ofSource = sums.counters[source] ?? {};
  return {
    counters: { ...sums.counters, [source]: { ...ofSource, [counter]: (ofSource[counter] ?? 0) + amount } },
    tools:
      tool === undefined
        ? sums.tools
        : { ...sums.tools, [source]: addTool(sums.tools[source] ?? {}, tool, counter, amount) },
    series: series === undefined ? sums.series : { ...sums.series, [series]: report.amount },
  };
}

function addTool(
  tools: Readonly<Record<string, { readonly calls: number; readonly failures: number }>>,
  name: string,
  counter: ActivityCounter,
  amount: number,
) {
  if (counter !== 'toolCalls' && counter !== 'toolFailures') return tools;
  if (!Object.hasOwn(tools, name) && Object.keys(tools).length >= MOST_TOOLS) return tools;
  const known = Object.hasOwn(tools, name) ? tools[name] : undefined;
  const { calls, failures } = known ?? { calls: 0, failures: 0 };
  const added = counter === 'toolCalls' ? { calls: calls + amount, failures } : { calls, failures: failures + amount };
  return { ...tools, [name]: added };
}

/** The largest account of each counter, whichever signal gave it. */
export function totalsOf({ counters }: ActivitySums): Readonly<Record<ActivityCounter, number>> {
  const largest = (counter: ActivityCounter): number =>
    Math.max(0, ...Object.values(counters).map((ofSource) => ofSource[counter] ?? 0));
  return Object.fromEntries(ACTIVITY_COUNTERS.map((counter) => [counter, largest(counter)])) as Record<
    ActivityCounter,
    number
  >;
}

/** Of the signal that tells of the most calls; most used first. */
export function toolsOf({ tools }: ActivitySums): readonly ToolActivity[] {
  const lists = Object.values(tools).map((ofSource) =>
    Object.entries(ofSource).map(([name, sums]) => ({ name, ...sums })),
  );
  const calls = (list: readonly ToolActivity[]): number => list.reduce((sum, tool) => sum + tool.calls, 0);
  const [most = []] = lists.toSorted((left, right) => calls(right) - calls(left));
  return most.toSorted((left, right) => right.calls - left.calls);
}
