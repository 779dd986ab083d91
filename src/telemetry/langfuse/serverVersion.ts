import type { LangfuseTransport } from '../../domain/destinations.ts';

/** From here on OTLP keeps ids, times, usage and content whole. Source: the version table of the reference on traces. */
const FIRST_OTLP: readonly [number, number] = [3, 81];

/** The way into a Langfuse of this version. One that says no version gets what all versions take. */
export function transportFor(version: string | undefined): LangfuseTransport {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  if (major === undefined || minor === undefined) return 'ingestion';
  const [wantedMajor, wantedMinor] = FIRST_OTLP;
  const isNewEnough = Number(major) > wantedMajor || (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
  return isNewEnough ? 'otlp' : 'ingestion';
}
