import { isObject } from '../../domain/json.ts';
import type { FallbackEdit, FallbackKind } from '../../domain/routing/fallbackEdits.ts';
import type { FallbackMap } from '../../domain/routing/routerSettings.ts';
import { ANY_GROUP } from '../router/fallbacks.ts';
import { readRouterSettings } from '../router/readRouterSettings.ts';
import { configSchema } from '../schema/configSchema.ts';
import { byHand } from './byHand.ts';

const SECTIONS = ['router_settings', 'litellm_settings'] as const;
type Section = (typeof SECTIONS)[number];

/** Where a chain is written: as the value of a list's key, or of a group's entry in that list. */
export interface ChainPlace {
  readonly section: Section;
  readonly key: string;
  readonly group: string | undefined;
}

/** LiteLLM's name of the list, the same in both sections. */
const LIST_KEYS: Readonly<Record<FallbackKind, string>> = {
  general: 'fallbacks',
  context_window: 'context_window_fallbacks',
  content_policy: 'content_policy_fallbacks',
  default: 'default_fallbacks',
};

type Document = Readonly<Record<string, unknown>>;
/** By kind and group; the default chain under the empty name. */
export type Chains = Readonly<Record<FallbackKind, FallbackMap>>;

/** The chains that a document stands for. Throws `conflict` where a list has the wrong form. */
export function readChains(document: Document): Chains {
  const sections = Object.fromEntries(SECTIONS.map((section) => [section, listsOf(document[section])]));
  const config = configSchema.safeParse(sections);
  if (!config.success) throw byHand('a list of fallbacks has the wrong form; mend it first');
  const router = readRouterSettings(config.data);
  return {
    general: router.fallbacks,
    context_window: router.contextWindowFallbacks ?? {},
    content_policy: router.contentPolicyFallbacks ?? {},
    default: router.defaultFallbacks.length === 0 ? {} : { '': router.defaultFallbacks },
  };
}

function listsOf(section: unknown): Document {
  const values = isObject(section) ? section : {};
  const lists = Object.values(LIST_KEYS).map((key) => [key, values[key]] as const);
  return Object.fromEntries(lists.filter(([, value]) => value !== null && value !== undefined));
}

/** Where the chain is written that counts, or where it belongs if there is none. */
export function placeOf(document: Document, chains: Chains, { kind, group }: FallbackEdit): ChainPlace {
  const key = LIST_KEYS[kind];
  const section = sectionInForce(document, key);
  if (kind !== 'default') return { section: section ?? sectionForNew(document), key, group };
  const listed = valueIn(document, section, key);
  const isBare = listed === undefined || (Array.isArray(listed) && listed.length === 0);
  const general = sectionInForce(document, LIST_KEYS.general);
  if (isBare && general !== undefined && Object.hasOwn(chains.default, '')) {
    return { section: general, key: LIST_KEYS.general, group: ANY_GROUP };
  }
  return { section: section ?? sectionForNew(document), key, group: undefined };
}

/** The section whose list counts; undefined where neither has one. Source: LiteLLM's router takes its own settings first. */
function sectionInForce(document: Document, key: string): Section | undefined {
  return SECTIONS.find((section) => valueIn(document, section, key) !== undefined);
}

/** A key with nothing behind it counts as not written. */
function valueIn(document: Document, section: Section | undefined, key: string): unknown {
  const values = section === undefined ? undefined : document[section];
  return isObject(values) ? (values[key] ?? undefined) : undefined;
}

/** Where a list that there is not yet belongs: beside its siblings, else in a section that is there. */
function sectionForNew(document: Document): Section {
  const withSibling = Object.values(LIST_KEYS).flatMap((key) => sectionInForce(document, key) ?? []);
  return withSibling[0] ?? SECTIONS.find((section) => isObject(document[section])) ?? 'router_settings';
}

/** The document without its chains: an edit of chains leaves it as it is. */
export function withoutChains(document: Document): Document {
  const names = new Set(Object.values(LIST_KEYS));
  const entries = Object.entries(document).map(([section, value]) => {
    if (!SECTIONS.some((known) => known === section)) return [section, value] as const;
    const kept = Object.entries(isObject(value) ? value : {}).filter(([key]) => !names.has(key));
    return [section, Object.fromEntries(kept)] as const;
  });
  return Object.fromEntries(entries.filter(([section, value]) => !isEmptySection(section, value)));
}

function isEmptySection(section: string, value: unknown): boolean {
  return SECTIONS.some((known) => known === section) && isObject(value) && Object.keys(value).length === 0;
}
