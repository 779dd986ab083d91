/** A page of the dashboard, what of it, and how it is filtered: `#/traces/<call id>?tab=raw`. */
export interface Route {
  /** Name of the page; '' for the first one. */
  readonly page: string;
  /** What stands behind the page's name, decoded. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Reads the part of an address from its `#` on; with or without the `#`. Never throws. */
export function parseRoute(text: string): Route {
  const [path = '', query = ''] = text.replace(/^#?\/?/, '').split('?', 2);
  const [page = '', ...rest] = path.split('/').map(decode);
  return { page, path: rest.filter((part) => part !== ''), query: Object.fromEntries(new URLSearchParams(query)) };
}

/** `/traces/<call id>?tab=raw`; parameters that are '' or undefined are left out. */
export function formatRoute(
  page: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '',
  );
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
  return `/${[page, ...path].map(encodeURIComponent).join('/')}${search}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
