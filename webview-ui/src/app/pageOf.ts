/** The page of a name; the first one for a name that there is no page for. */
export function pageOf<P extends { readonly name: string }>(name: string, pages: readonly [P, ...P[]]): P {
  return pages.find((page) => page.name === name) ?? pages[0];
}
