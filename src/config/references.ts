import { isObject } from '../domain/json.ts';
import { isCredentialName } from './credentialNames.ts';
import type { Environment } from './environment.ts';
import type { Findings } from './findings.ts';
import type { DocumentPath } from './yaml/locationTree.ts';

const PREFIX = 'os.environ/';

/**
 * Puts the environment's values in place of `os.environ/NAME`, in any string. What is not there is left out of its map
 * or list, with a warning: a credential may still come from the AWS chain. Keys without a value (`null`) are left out too.
 */
export function resolveReferences(
  document: Readonly<Record<string, unknown>>,
  environment: Environment,
  findings: Findings,
): Readonly<Record<string, unknown>> {
  return resolveMap(document, [], { environment, findings });
}

/** The environment with the config's own `environment_variables`, which win as they do in LiteLLM. */
export function configEnvironment(
  document: Readonly<Record<string, unknown>>,
  environment: Environment,
): Readonly<Record<string, string>> {
  const section = document['environment_variables'];
  if (!isObject(section)) return {};
  const entries = Object.entries(section).flatMap(([name, value]): [string, string][] => {
    const resolved = typeof value === 'string' ? lookUp(value, environment) : value;
    const isScalar = ['string', 'number', 'boolean'].includes(typeof resolved);
    return isScalar ? [[name, String(resolved)]] : [];
  });
  return Object.fromEntries(entries);
}

interface Context {
  readonly environment: Environment;
  readonly findings: Findings;
}

function resolveMap(map: Readonly<Record<string, unknown>>, path: DocumentPath, context: Context) {
  const entries = Object.entries(map).map(([key, value]) => [key, resolve(value, [...path, key], context)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
}

function resolve(value: unknown, path: DocumentPath, context: Context): unknown {
  if (typeof value === 'string') return resolveText(value, path, context);
  if (isObject(value)) return resolveMap(value, path, context);
  if (!Array.isArray(value)) return value;
  const items = value.map((item: unknown, index) => resolve(item, [...path, index], context));
  return items.filter((item) => item !== undefined);
}

function resolveText(text: string, path: DocumentPath, context: Context): string | undefined {
  const isCredential = isCredentialName(String(path.findLast((step) => typeof step === 'string')));
  const found = lookUp(text, context.environment);
  if (found !== undefined && !(found === '' && isCredential)) return found;
  if (text.startsWith(PREFIX)) reportMissing(text.slice(PREFIX.length), found, path, context.findings);
  return undefined;
}

function lookUp(text: string, environment: Environment): string | undefined {
  if (!text.startsWith(PREFIX)) return text;
  const name = text.slice(PREFIX.length);
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function reportMissing(name: string, found: string | undefined, path: DocumentPath, findings: Findings): void {
  const state = found === undefined ? 'is not set' : 'is empty';
  findings.add({
    severity: 'warning',
    code: 'missing-variable',
    message: `The environment variable ${name} ${state}, so this key counts as absent`,
    path,
    fix: `Set ${name} in the environment or in the .env file beside the config, or remove this line.`,
  });
}
