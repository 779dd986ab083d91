/** Series colours, the theme's own. Red is left out: it stands for failure alone. */
const PALETTE = [
  'var(--vscode-charts-blue)',
  'var(--vscode-charts-purple)',
  'var(--vscode-charts-orange)',
  'var(--vscode-charts-green)',
  'var(--torii-cyan)',
  'var(--vscode-charts-yellow)',
] as const;

export const OTHER_COLOUR = 'var(--torii-neutral)';
export const MAX_SERIES = PALETTE.length;

function hash(text: string): number {
  let value = 0;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}

/** Where a name would like to stand in the palette: by its place in the config, else by its own letters. */
function wish(name: string, configured: readonly string[]): number {
  const place = configured.indexOf(name);
  return (place === -1 ? hash(name) : place) % PALETTE.length;
}

/**
 * A colour for each of at most six names. A name keeps its colour whatever else is shown, as long as no two want
 * the same one; then the later name takes the next free.
 */
export function assignColours(names: readonly string[], configured: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<number>();
  const colours = new Map<string, string>();
  const place = (name: string): number => {
    const found = configured.indexOf(name);
    return found === -1 ? configured.length : found;
  };
  for (const name of [...names].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))) {
    let index = wish(name, configured);
    while (taken.has(index) && taken.size < PALETTE.length) index = (index + 1) % PALETTE.length;
    taken.add(index);
    colours.set(name, PALETTE[index] ?? OTHER_COLOUR);
  }
  return colours;
}
