import { isObject } from '../../domain/json.ts';

type Body = Readonly<Record<string, unknown>>;

/** A model to try next, and what its request is to have in place of the first one's. */
export interface FallbackChoice {
  readonly model: string;
  readonly override: Body | undefined;
}

/** By group, as the config has them. */
export type FallbackChoices = Readonly<Record<string, readonly FallbackChoice[]>>;

/** The fallback lists of one request; undefined where it leaves the config's in force. */
export interface RequestFallbacks {
  /** `["a", {"model": "b", "messages": […]}]`: after whatever group was asked for. */
  readonly list: readonly FallbackChoice[] | undefined;
  /** `[{"group": ["a"]}]`. */
  readonly map: FallbackChoices | undefined;
  readonly contextWindow: FallbackChoices | undefined;
  readonly contentPolicy: FallbackChoices | undefined;
}

export const NO_FALLBACKS: RequestFallbacks = {
  list: undefined,
  map: undefined,
  contextWindow: undefined,
  contentPolicy: undefined,
};

export function readFallbacks(body: Body): RequestFallbacks {
  const { fallbacks, context_window_fallbacks: context, content_policy_fallbacks: policy } = body;
  if (fallbacks === undefined && context === undefined && policy === undefined) return NO_FALLBACKS;
  const maps = toMap(fallbacks);
  return {
    list: maps === undefined && Array.isArray(fallbacks) ? fallbacks.flatMap(toChoice) : undefined,
    map: maps,
    contextWindow: toMap(context),
    contentPolicy: toMap(policy),
  };
}

/** Every model that the request names, for the check of access. */
export function fallbackModels({ list, map, contextWindow, contentPolicy }: RequestFallbacks): readonly string[] {
  const mapped = [map, contextWindow, contentPolicy].flatMap((choices) => Object.values(choices ?? {}).flat());
  return [...(list ?? []), ...mapped].map(({ model }) => model);
}

/** An object with `model` is a choice; one without is a map from groups to choices. */
function toMap(value: unknown): FallbackChoices | undefined {
  const maps = (Array.isArray(value) ? value : [value]).filter(
    (entry): entry is Body => isObject(entry) && typeof entry['model'] !== 'string',
  );
  if (maps.length === 0) return undefined;
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)).map(([group, to]) => [group, toChoices(to)]));
}

function toChoices(value: unknown): readonly FallbackChoice[] {
  return (Array.isArray(value) ? value : [value]).flatMap(toChoice);
}

function toChoice(entry: unknown): readonly FallbackChoice[] {
  if (typeof entry === 'string') return [{ model: entry, override: undefined }];
  if (!isObject(entry) || typeof entry['model'] !== 'string') return [];
  const { model, ...override } = entry;
  return [{ model, override }];
}
