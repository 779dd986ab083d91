/** Region prefixes to the inference profiles that serve them. */
const GEOGRAPHIES: readonly (readonly [region: string, profile: string])[] = [
  ['us-gov-', 'us-gov.'],
  ['us-', 'us.'],
  ['ca-', 'us.'],
  ['eu-', 'eu.'],
  ['ap-', 'apac.'],
];

/** A geography before the vendor; no vendor's name has two letters. */
const PROFILE_PREFIX = /^(?:[a-z]{2}|us-gov|apac|global)\./;

/** Bedrock's refusal of a model that only an inference profile serves. */
const ON_DEMAND_REFUSAL = /on-demand throughput isn.t supported/;

export function isOnDemandRefusal(message: string): boolean {
  return ON_DEMAND_REFUSAL.test(message);
}

/** Bedrock's refusal of a profile that does not exist in the region. */
export function isUnknownModel(message: string): boolean {
  return message.includes('model identifier is invalid');
}

/** Remembers which bare model ids are served through an inference profile, per region, for one provider instance. */
export class InferenceProfiles {
  readonly #learned = new Map<string, string>();

  /** The id to call: the profile's, once it has been learned. */
  resolve(modelId: string, region: string): string {
    return this.#learned.get(`${region}/${modelId}`) ?? modelId;
  }

  /** The profile to try after `tried`, remembered from now on; undefined, and forgotten, when there is none left. */
  advance(modelId: string, region: string, tried: string): string | undefined {
    const candidates = toProfileIds(modelId, region);
    const next = candidates[candidates.indexOf(tried) + 1];
    if (next === undefined) this.#learned.delete(`${region}/${modelId}`);
    else this.#learned.set(`${region}/${modelId}`, next);
    return next;
  }
}

/** Profiles of a bare id: the region's geography, then the global one. None for ARNs and ids that name a profile. */
export function toProfileIds(modelId: string, region: string): readonly string[] {
  if (modelId.startsWith('arn:') || PROFILE_PREFIX.test(modelId)) return [];
  const geography = GEOGRAPHIES.find(([prefix]) => region.startsWith(prefix))?.[1];
  return [...(geography === undefined ? [] : [geography]), 'global.'].map((prefix) => `${prefix}${modelId}`);
}
