import { type MlflowApi, MlflowRefusal } from './mlflowApi.ts';

/** The server's own version, e.g. `3.17.2`; undefined where it does not tell. Throws DestinationUnavailable. */
export async function readVersion(api: MlflowApi, signal: AbortSignal): Promise<string | undefined> {
  try {
    const { text } = await api.send({ method: 'GET', path: '/version' }, signal);
    return /^\d+\.\d+[\w.]*$/.test(text.trim()) ? text.trim() : undefined;
  } catch (error) {
    if (error instanceof MlflowRefusal) return undefined;
    throw error;
  }
}

/** Whether a version is this one or a later one. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
