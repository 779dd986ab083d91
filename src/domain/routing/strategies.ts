/** How one of several deployments is chosen. Source: LiteLLM's router_strategy/. Draws are in [0, 1). */
import type { Deployment } from '../deployment.ts';
import type { RouterSettings } from './routerSettings.ts';

/** How a deployment has done of late. */
export interface DeploymentLoad {
  /** Requests that run now. */
  readonly running: number;
  /** Since the minute began. */
  readonly minuteRequests: number;
  readonly minuteTokens: number;
  /** Mean ms per token of output; 0 where nothing was measured. */
  readonly latency: number;
  /** Mean ms to the first token of streams; undefined where nothing was measured. */
  readonly firstToken: number | undefined;
}

export interface Choice {
  readonly router: RouterSettings;
  readonly draw: number;
  readonly stream: boolean;
  loadOf(deployment: Deployment): DeploymentLoad;
  /** Price of a token of input and one of output together; undefined where it is not known. */
  priceOf(deployment: Deployment): number | undefined;
}

const LAST_ORDER = Number.MAX_SAFE_INTEGER;

/** `order` of a deployment; those without one come last. */
export function orderOf(deployment: Deployment): number {
  return deployment.order ?? LAST_ORDER;
}

/** The deployments of the lowest `order`. */
export function lowestOrder(candidates: readonly Deployment[]): readonly Deployment[] {
  if (candidates.every(({ order }) => order === undefined)) return candidates;
  const lowest = Math.min(...candidates.map(orderOf));
  return candidates.filter((deployment) => orderOf(deployment) === lowest);
}

/** One of the candidates by the config's strategy; undefined only where there is none. */
export function chooseDeployment(candidates: readonly Deployment[], choice: Choice): Deployment | undefined {
  if (candidates.length < 2) return candidates[0];
  switch (choice.router.strategy) {
    case 'least-busy':
      return lowest(candidates, choice.draw, (deployment) => choice.loadOf(deployment).running);
    case 'usage-based-routing':
    case 'usage-based-routing-v2':
      return byUsage(candidates, choice);
    case 'latency-based-routing':
      return byLatency(candidates, choice);
    case 'cost-based-routing':
      return lowest(candidates, choice.draw, (deployment) => choice.priceOf(deployment) ?? Number.MAX_VALUE);
    default:
      return drawByWeight(candidates, choice.draw);
  }
}

/** simple-shuffle: by `weight`, else `rpm`, else `tpm` (only where the first candidate has it), else evenly. */
export function drawByWeight(candidates: readonly Deployment[], draw: number): Deployment | undefined {
  const [first] = candidates;
  if (first === undefined) return undefined;
  const weightOf = weighing(first);
  const total = candidates.reduce((sum, deployment) => sum + weightOf(deployment), 0);
  if (total <= 0) return drawEvenly(candidates, draw);
  let rest = draw * total;
  for (const deployment of candidates) {
    rest -= weightOf(deployment);
    if (rest < 0) return deployment;
  }
  return candidates.at(-1);
}

function weighing(first: Deployment): (deployment: Deployment) => number {
  if (first.weight !== undefined) return (deployment) => deployment.weight ?? 0;
  if (first.rpm !== undefined) return (deployment) => deployment.rpm ?? 0;
  if (first.tpm !== undefined) return (deployment) => deployment.tpm ?? 0;
  return () => 1;
}

/** The fewest tokens of this minute, and of those the fewest requests, among the deployments that are under their limits. */
function byUsage(candidates: readonly Deployment[], choice: Choice): Deployment | undefined {
  const loads = new Map(candidates.map((deployment) => [deployment, choice.loadOf(deployment)]));
  const under = candidates.filter((deployment) => {
    const load = loads.get(deployment);
    return load === undefined || isUnderLimits(deployment, load);
  });
  const open = under.length > 0 ? under : candidates;
  const tokens = lowestOf(open, (deployment) => loads.get(deployment)?.minuteTokens ?? 0);
  return lowest(tokens, choice.draw, (deployment) => loads.get(deployment)?.minuteRequests ?? 0);
}

function isUnderLimits({ rpm, tpm }: Deployment, load: DeploymentLoad): boolean {
  return load.minuteRequests < (rpm ?? Number.MAX_VALUE) && load.minuteTokens < (tpm ?? Number.MAX_VALUE);
}

/** The fastest, or one that is slower by no more than the buffer; one that was never measured is tried first. */
function byLatency(candidates: readonly Deployment[], choice: Choice): Deployment | undefined {
  const latencyOf = (deployment: Deployment): number => {
    const load = choice.loadOf(deployment);
    return (choice.stream ? load.firstToken : undefined) ?? load.latency;
  };
  const latencies = candidates.map((deployment) => ({ deployment, latency: latencyOf(deployment) }));
  const fastest = Math.min(...latencies.map(({ latency }) => latency));
  const limit = fastest * (1 + choice.router.latency.buffer);
  const near = latencies.filter(({ latency }) => latency <= limit).map(({ deployment }) => deployment);
  return drawEvenly(near, choice.draw);
}

function lowest(
  candidates: readonly Deployment[],
  draw: number,
  figureOf: (deployment: Deployment) => number,
): Deployment | undefined {
  return drawEvenly(lowestOf(candidates, figureOf), draw);
}

function lowestOf(
  candidates: readonly Deployment[],
  figureOf: (deployment: Deployment) => number,
): readonly Deployment[] {
  const values = candidates.map(figureOf);
  const least = Math.min(...values);
  return candidates.filter((_, index) => values[index] === least);
}

function drawEvenly(candidates: readonly Deployment[], draw: number): Deployment | undefined {
  return candidates[Math.floor(draw * candidates.length)];
}
