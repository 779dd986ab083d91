import { type CachePlan, type CachePlanPoint, parseCachePlan } from './cachePlan.ts';
import { type NoteFact, readSentence } from './noteTexts.ts';
import type { PreparationNote } from './spend.ts';

const SOURCES = {
  automatic: 'cache-by-torii',
  client: 'cache-by-client',
  config: 'cache-by-config',
  none: 'cache-none',
} as const;

/** What a note says, to be worded in any language; empty where it only lists names, or is of another version. */
export function factsOf({ code, detail }: PreparationNote): readonly NoteFact[] {
  if (code === 'cache-plan') return factsOfPlan(parseCachePlan(detail));
  const whole = readSentence(detail);
  if (whole !== undefined) return [whole];
  const facts = detail.split(', ').map(readSentence);
  return facts.every((fact) => fact !== undefined) ? facts : [];
}

/** Why a plan has no points; undefined where it has, or where another version has said why. */
export function whyNoPoints(plan: CachePlan): NoteFact | undefined {
  return plan.reason === undefined ? undefined : readSentence(plan.reason);
}

function factsOfPlan(plan: CachePlan | undefined): readonly NoteFact[] {
  if (plan === undefined) return [];
  const source = { text: SOURCES[plan.source], values: {} };
  if (plan.reason === undefined) return [source, ...plan.points.map(factOfPoint)];
  const why = whyNoPoints(plan);
  return why === undefined ? [] : [source, why];
}

function factOfPoint({ place, index, tokens }: CachePlanPoint): NoteFact {
  if (place !== 'messages') return { text: `cache-${place}`, values: { tokens: String(tokens) } };
  return { text: 'cache-message', values: { place: String(index + 1), tokens: String(tokens) } };
}
