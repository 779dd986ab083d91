import type { Environment } from '../environment.ts';

/** The first of these variables that is not blank. Templates are full of empty ones, which count as absent. */
export function firstOf(environment: Environment, names: readonly string[]): string | undefined {
  return names.map((name) => environment[name]?.trim()).find((value) => value !== undefined && value !== '');
}

/** A list of OpenTelemetry's: `name=value,other=value`, with values percent-encoded. */
export function readPairs(text: string | undefined): Readonly<Record<string, string>> {
  const pairs = (text ?? '').split(',').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    return at < 1 || name === '' ? [] : [[name, decoded(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** An address of HTTP; undefined for anything else. A host without a scheme gets `http://`, as LiteLLM does. */
export function toHttpUrl(written: string): URL | undefined {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(written) ? written : `http://${written}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}
