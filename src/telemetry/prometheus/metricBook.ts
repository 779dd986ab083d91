import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { type Labels, METRIC_NAMES, METRICS, type MetricName } from './metricTable.ts';
import { SeriesLimit } from './seriesLimit.ts';

/** Series of one metric. A histogram has some thirty lines for each. */
const MOST_SERIES = { counter: 1000, gauge: 1000, histogram: 200 } as const;

/** Which metrics and labels the config wants; undefined wants all. Source: LiteLLM's `prometheus_metrics_config`. */
export type MetricChoice = ReadonlyMap<string, ReadonlySet<string> | undefined> | undefined;

type Client = typeof import('prom-client');
type Metric = Counter | Gauge | Histogram;

/** The metrics of one process, in a registry of their own. */
export class MetricBook {
  readonly #registry: Registry;
  readonly #metrics = new Map<MetricName, { readonly metric: Metric; readonly labels: readonly string[] }>();
  readonly #limits = new Map<MetricName, SeriesLimit>();

  constructor(client: Client, choice: MetricChoice) {
    this.#registry = new client.Registry();
    for (const name of METRIC_NAMES) {
      if (choice !== undefined && !isChosen(name, choice)) continue;
      const { type, help, labels, ...rest } = METRICS[name];
      const wanted = choice?.get(name) ?? choice?.get(plain(name));
      const kept = wanted === undefined ? labels : labels.filter((label) => wanted.has(label));
      const buckets = 'buckets' in rest ? { buckets: [...rest.buckets] } : {};
      const options = { name, help, labelNames: [...kept], registers: [this.#registry] };
      const metric =
        type === 'histogram'
          ? new client.Histogram({ ...options, ...buckets })
          : new client[type === 'counter' ? 'Counter' : 'Gauge'](options);
      this.#metrics.set(name, { metric, labels: kept });
      this.#limits.set(name, new SeriesLimit(MOST_SERIES[type]));
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Adds to a counter or to a histogram. Labels that a metric does not have are left out. */
  count(name: MetricName, labels: Labels, value = 1): void {
    const found = this.#metrics.get(name);
    if (found === undefined || value < 0 || !Number.isFinite(value)) return;
    const own = this.#limits.get(name)?.admit(pick(labels, found.labels)) ?? {};
    if ('observe' in found.metric) found.metric.observe(own, value);
    else found.metric.inc(own, value);
  }

  /** Sets a gauge. */
  set(name: MetricName, labels: Labels, value: number): void {
    const found = this.#metrics.get(name);
    if (found === undefined || !('set' in found.metric)) return;
    found.metric.set(this.#limits.get(name)?.admit(pick(labels, found.labels)) ?? {}, value);
  }

  /** Forgets what gauges said: what is gone is no longer told. */
  clearGauges(): void {
    for (const [name, { metric }] of this.#metrics) if (METRICS[name].type === 'gauge') metric.reset();
  }

  async text(): Promise<string> {
    return await this.#registry.metrics();
  }
}

/** LiteLLM's config names counters without `_total`. */
function plain(name: MetricName): string {
  return name.replace(/_total$/, '');
}

function isChosen(name: MetricName, choice: NonNullable<MetricChoice>): boolean {
  return choice.has(name) || choice.has(plain(name));
}

function pick(labels: Labels, names: readonly string[]): Labels {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? '']));
}
