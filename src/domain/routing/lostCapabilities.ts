import type { ModelCard } from '../capabilities.ts';

/** What a conversation may rely on and a fallback may lack, most costly first. */
export const relianceNames = ['promptCaching', 'tools', 'images', 'documents', 'thinking', 'contextWindow'] as const;
export type Reliance = (typeof relianceNames)[number];

/** What Torii does about a request that relies on what the answering model lacks. */
export const REMEDIES: Readonly<Record<Reliance, string>> = {
  promptCaching: 'Cache points are left out there: the whole prompt is paid at the input price.',
  tools:
    'Requests with tools are refused there and the next model is asked; with drop_params the tools are left out, and earlier calls become text.',
  images: 'Requests with images are refused there, and the next model is asked.',
  documents: 'Requests with documents are refused there, and the next model is asked.',
  thinking: 'The wish to think is left out there, and so is earlier thinking.',
  contextWindow: 'Prompts that do not fit are refused there, and the context window fallbacks are asked.',
};

/**
 * What every deployment of a group can do and some deployment of its fallback cannot; a context window is lost where
 * the smallest of the fallback is smaller. Nothing is lost where either side has no deployments.
 */
export function lostCapabilities(group: readonly ModelCard[], fallback: readonly ModelCard[]): readonly Reliance[] {
  if (group.length === 0 || fallback.length === 0) return [];
  return relianceNames.filter((name) =>
    name === 'contextWindow' ? hasSmallerWindow(group, fallback) : group.every(has(name)) && !fallback.every(has(name)),
  );
}

function has(name: Exclude<Reliance, 'contextWindow'>): (card: ModelCard) => boolean {
  return ({ capabilities }) => {
    if (name === 'promptCaching') return capabilities.caching !== undefined;
    return name === 'thinking' ? capabilities.thinking !== 'none' : capabilities[name];
  };
}

/** Only where all limits are known. */
function hasSmallerWindow(group: readonly ModelCard[], fallback: readonly ModelCard[]): boolean {
  const least = (cards: readonly ModelCard[]) =>
    Math.min(...cards.map(({ maxInputTokens }) => maxInputTokens ?? Number.NaN));
  return least(fallback) < least(group);
}
