/** SQLite's binary is made for the Node-API of this version; older ones end in a segmentation fault. */
export const OLDEST_NODE = 22;

/** Why a Node of this version (`20.1.0`) cannot run the gateway; undefined where it can. */
export function nodeProblem(version: string): string | undefined {
  const major = Number.parseInt(version, 10);
  if (major >= OLDEST_NODE) return undefined;
  return `Node ${version} is too old: Torii needs Node ${OLDEST_NODE} or later. Start it with a newer one.`;
}
