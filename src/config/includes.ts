import { dirname, isAbsolute, resolve } from 'node:path';
import { isObject } from '../domain/json.ts';
import type { Diagnostic } from '../domain/settings.ts';
import { type LocationNode, locate } from './yaml/locationTree.ts';
import { type ReadYaml, readYaml } from './yaml/readYaml.ts';

export interface MergedConfig extends ReadYaml {
  /** The files named under `include`, as absolute paths, whether they exist or not. */
  readonly includes: readonly string[];
}

/**
 * Reads a config and the files that its `include` names, relative to its folder. Their lists are appended to the
 * config's own; of their maps and values the included ones win, as in LiteLLM. An `include` inside them has no effect.
 */
export function readConfigWithIncludes(
  file: string,
  text: string,
  readFile: (path: string) => string | undefined,
): MergedConfig {
  let merged: ReadYaml = readYaml(file, text);
  const includes: string[] = [];
  const names = includeNames(merged.value?.['include']);
  for (const { name, step } of names) {
    const path = isAbsolute(name) ? name : resolve(dirname(file), name);
    includes.push(path);
    const included = readFile(path);
    merged =
      included === undefined
        ? { ...merged, diagnostics: [...merged.diagnostics, missingInclude(merged.location, step, name, path)] }
        : mergeYaml(merged, readYaml(path, included));
  }
  return { ...merged, includes };
}

function includeNames(value: unknown): readonly { readonly name: string; readonly step: readonly number[] }[] {
  if (typeof value === 'string') return [{ name: value, step: [] }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((name: unknown, index) => (typeof name === 'string' ? [{ name, step: [index] }] : []));
}

function mergeYaml(base: ReadYaml, addition: ReadYaml): ReadYaml {
  const diagnostics = [...base.diagnostics, ...addition.diagnostics];
  if (base.value === undefined || addition.value === undefined) return { ...base, value: undefined, diagnostics };
  const { include: _, ...values } = addition.value;
  const merged = mergeValues(base.value, base.location, values, addition.location);
  return { value: isObject(merged.value) ? merged.value : base.value, location: merged.location, diagnostics };
}

interface Located {
  readonly value: unknown;
  readonly location: LocationNode;
}

function mergeValues(base: unknown, baseAt: LocationNode, addition: unknown, additionAt: LocationNode): Located {
  if (Array.isArray(base) && Array.isArray(addition)) return appendList(base, baseAt, addition, additionAt);
  if (!isObject(base) || !isObject(addition)) return { value: addition, location: additionAt };
  const values = new Map(Object.entries(base));
  const children = new Map(baseAt.children);
  for (const [key, value] of Object.entries(addition)) {
    const from = additionAt.children.get(key) ?? additionAt;
    const into = children.get(key);
    const merged = into === undefined ? { value, location: from } : mergeValues(values.get(key), into, value, from);
    values.set(key, merged.value);
    children.set(key, merged.location);
  }
  return { value: Object.fromEntries(values), location: { ...baseAt, children } };
}

function appendList(
  base: readonly unknown[],
  baseAt: LocationNode,
  addition: readonly unknown[],
  additionAt: LocationNode,
): Located {
  const children = new Map(baseAt.children);
  addition.forEach((_, index) => {
    children.set(String(base.length + index), additionAt.children.get(String(index)) ?? additionAt);
  });
  return { value: [...base, ...addition], location: { ...baseAt, children } };
}

function missingInclude(location: LocationNode, step: readonly number[], name: string, path: string): Diagnostic {
  const at = ['include', ...step];
  return {
    severity: 'error',
    code: 'include-missing',
    message: `The included file ${name} cannot be read (${path})`,
    ...locate(location, at).node.value,
    path: at.join('.'),
    fix: 'Correct the path, which is relative to the config file, or remove the entry.',
  };
}
