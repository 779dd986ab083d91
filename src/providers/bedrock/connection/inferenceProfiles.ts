/** Region prefixes to the inference profiles that serve them. */
const GEOGRAPHIES: readonly (readonly [region: string, profile: string])[] = [
  ['us-gov-', 'us-gov.'],
  ['us-', 'us.'],
  ['ca-', 'us.'],
  ['eu-', 'eu.'],
  ['ap-', 'apac.'],
];

const PROFILE_PREFIX = /^(?:us|us-gov|eu|apac|jp|au|global)\./;

/** Bedrock's refusal of a model that only an inference profile serves. */
const ON_DEMAND_REFUSAL = /on-demand throughput isn.t supported/;

export function isOnDemandRefusal(message: string): boolean {
  return ON_DEMAND_REFUSAL.test(message);
}

/** Remembers which bare model ids are served through an inference profile, per region, for one provider instance. */
export class InferenceProfiles {
  readonly #learned = new Map<string, string>();

  /** The id to call: the profile's, once it has been learned. */
  resolve(modelId: string, region: string): string {
    return this.#learned.get(`${region}/${modelId}`) ?? modelId;
  }

  learn(modelId: string, region: string, profileId: string): void {
    this.#learned.set(`${region}/${modelId}`, profileId);
  }
}

/** The profile of a bare id in a region; undefined for ARNs and for ids that name a profile already. */
export function toProfileId(modelId: string, region: string): string | undefined {
  if (modelId.startsWith('arn:') || PROFILE_PREFIX.test(modelId)) return undefined;
  const geography = GEOGRAPHIES.find(([prefix]) => region.startsWith(prefix));
  return `${geography?.[1] ?? 'global.'}${modelId}`;
}
