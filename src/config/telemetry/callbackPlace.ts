import type { ConfigDocument } from '../schema/configSchema.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';

const LISTS = ['success_callback', 'failure_callback', 'callbacks'] as const;

/** Where a callback stands in the config, and which calls it watches. */
export interface CallbackPlace {
  readonly name: string;
  readonly path: DocumentPath;
  readonly outcomes: { readonly success: boolean; readonly failure: boolean };
}

/** Finds a callback by any of its names; undefined where the config lists none of them. */
export function findCallback(
  litellm: ConfigDocument['litellm_settings'],
  names: readonly string[],
): CallbackPlace | undefined {
  const found = LISTS.flatMap((list) =>
    (litellm?.[list] ?? []).flatMap((name, index) => (names.includes(name) ? [{ list, name, index }] : [])),
  );
  const [first] = found;
  if (first === undefined) return undefined;
  const listed = (list: (typeof LISTS)[number]): boolean => found.some((place) => place.list === list);
  return {
    name: first.name,
    path: ['litellm_settings', first.list, first.index],
    outcomes: {
      success: listed('success_callback') || listed('callbacks'),
      failure: listed('failure_callback') || listed('callbacks'),
    },
  };
}
