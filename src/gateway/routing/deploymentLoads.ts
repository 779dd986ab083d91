import type { Deployment } from '../../domain/deployment.ts';
import type { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import type { FailureCounts } from '../../domain/routing/cooldownRules.ts';
import type { DeploymentLoad } from '../../domain/routing/strategies.ts';

const MINUTE_MS = 60_000;
/** As many measurements as LiteLLM keeps. */
const MOST_SAMPLES = 10;
/** Latency that counts for an attempt that ran out of time, as in LiteLLM. */
const TIMEOUT_LATENCY_MS = 1_000_000;
/** Names that a wildcard serves have deployments of their own, any number of them: the ones not used for longest go. */
const MOST_DEPLOYMENTS = 5000;

interface Sample {
  readonly at: number;
  readonly value: number;
}

/** What is remembered of one deployment. */
interface LoadRecord {
  running: number;
  minute: number;
  requests: number;
  tokens: number;
  successes: number;
  failures: number;
  recentFailures: number;
  recentUntil: number;
  readonly latencies: Sample[];
  readonly firstTokens: Sample[];
}

/** How an attempt went. Times in ms. */
export interface AttemptResult {
  readonly durationMs: number;
  readonly firstTokenMs: number | undefined;
  readonly totalTokens: number;
  readonly outputTokens: number;
}

/** How the deployments have done of late, in memory: what the strategies choose by and what cooldowns are decided on. */
export class DeploymentLoads {
  readonly #clock: Clock;
  readonly #records = new Map<string, LoadRecord>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(deployment: Deployment): void {
    const record = this.#recordOf(deployment.id);
    record.running++;
    record.requests++;
  }

  succeed(deployment: Deployment, result: AttemptResult): void {
    const record = this.#end(deployment.id);
    record.successes++;
    record.tokens += result.totalTokens;
    const at = this.#clock.now();
    push(record.latencies, { at, value: result.durationMs / Math.max(1, result.outputTokens) });
    if (result.firstTokenMs !== undefined) push(record.firstTokens, { at, value: result.firstTokenMs });
  }

  /** Counts a failure; `windowMs` is the cooldown time, within which failures add up. */
  fail(deployment: Deployment, error: GatewayError, windowMs: number): FailureCounts {
    const record = this.#end(deployment.id);
    const now = this.#clock.now();
    record.failures++;
    record.recentFailures = now < record.recentUntil ? record.recentFailures + 1 : 1;
    record.recentUntil = now + windowMs;
    if (error.kind === 'timeout') push(record.latencies, { at: now, value: TIMEOUT_LATENCY_MS });
    return {
      minuteFailures: record.failures,
      minuteSuccesses: record.successes,
      recentFailures: record.recentFailures,
    };
  }

  /** An attempt that says nothing about its deployment: the client left, or its request was at fault. */
  leave(deployment: Deployment): void {
    this.#end(deployment.id);
  }

  /** `latencyTtlMs`: how long a measurement counts. */
  of(deployment: Deployment, latencyTtlMs: number): DeploymentLoad {
    const record = this.#recordOf(deployment.id);
    const since = this.#clock.now() - latencyTtlMs;
    return {
      running: record.running,
      minuteRequests: record.requests,
      minuteTokens: record.tokens,
      latency: mean(record.latencies, since) ?? 0,
      firstToken: mean(record.firstTokens, since),
    };
  }

  #end(id: string): LoadRecord {
    const record = this.#recordOf(id);
    record.running = Math.max(0, record.running - 1);
    return record;
  }

  #recordOf(id: string): LoadRecord {
    const minute = Math.floor(this.#clock.now() / MINUTE_MS);
    const known = this.#records.get(id);
    if (known === undefined) return this.#add(id, minute);
    if (known.minute !== minute) Object.assign(known, { minute, requests: 0, tokens: 0, successes: 0, failures: 0 });
    return known;
  }

  #add(id: string, minute: number): LoadRecord {
    if (this.#records.size >= MOST_DEPLOYMENTS) this.#forgetOne();
    const counts = { running: 0, requests: 0, tokens: 0, successes: 0, failures: 0, recentFailures: 0, recentUntil: 0 };
    const record: LoadRecord = { minute, ...counts, latencies: [], firstTokens: [] };
    this.#records.set(id, record);
    return record;
  }

  #forgetOne(): void {
    for (const [id, { running }] of this.#records) {
      if (running > 0) continue;
      this.#records.delete(id);
      return;
    }
  }
}

function push(samples: Sample[], sample: Sample): void {
  samples.push(sample);
  if (samples.length > MOST_SAMPLES) samples.shift();
}

function mean(samples: readonly Sample[], since: number): number | undefined {
  const fresh = samples.filter(({ at }) => at >= since);
  return fresh.length === 0 ? undefined : fresh.reduce((sum, { value }) => sum + value, 0) / fresh.length;
}
