/** Who made a model: some parameters have other names, and some rules hold for one family only. */
export type ModelFamily = 'claude' | 'nova' | 'other';

export interface ModelTraits {
  readonly family: ModelFamily;
  /** Claude's version as one number, 4.5 for `claude-sonnet-4-5`; undefined where the id does not tell. */
  readonly claudeVersion: number | undefined;
}

/**
 * Reads family and version from a model id.
 * `baseModel` (`model_info.base_model`, or the config's own model beside a `model_id`) names the model behind an ARN
 * that says nothing.
 */
export function toModelTraits(modelId: string, baseModel?: string): ModelTraits {
  const own = readTraits(modelId);
  return own.family === 'other' && baseModel !== undefined ? readTraits(baseModel) : own;
}

function readTraits(id: string): ModelTraits {
  if (id.includes('claude')) return { family: 'claude', claudeVersion: claudeVersion(id) };
  return { family: id.includes('nova-') ? 'nova' : 'other', claudeVersion: undefined };
}

function claudeVersion(id: string): number | undefined {
  const match = /claude-(\d+)(?:-(\d{1,2}))?-[a-z]/.exec(id) ?? /claude-[a-z]+-(\d+)(?:-(\d{1,2})(?!\d))?/.exec(id);
  return match === null ? undefined : Number(`${match[1]}.${match[2] ?? 0}`);
}

export function isClaudeFrom(traits: ModelTraits, version: number): boolean {
  return traits.family === 'claude' && traits.claudeVersion !== undefined && traits.claudeVersion >= version;
}
