import type { z } from 'zod';
import { isObject } from '../domain/json.ts';
import { isCredentialName } from './credentialNames.ts';
import type { Findings } from './findings.ts';
import { type ConfigDocument, configSchema } from './schema/configSchema.ts';
import type { ModelEntry } from './schema/modelSchema.ts';
import { type DocumentPath, formatPath } from './yaml/locationTree.ts';

export interface CheckedConfig {
  readonly config: ConfigDocument;
  /** Sound entries of `model_list`, with their places in it. */
  readonly entries: readonly { readonly index: number; readonly entry: ModelEntry }[];
}

type Issue = z.core.$ZodIssue;

/** A config is read once in a while: to compile its schemas takes longer than to walk them. */
const ONCE = { jitless: true } as const;

/**
 * Checks the types of the known keys. A value of a wrong type is an error and counts as absent; a model entry with
 * such a value is left out as a whole, for it would not mean what its author meant.
 */
export function checkTypes(document: Readonly<Record<string, unknown>>, findings: Findings): CheckedConfig {
  const first = configSchema.safeParse(document, ONCE);
  const issues = first.error?.issues ?? [];
  for (const issue of issues) report(issue, document, findings);
  const kept = soundItems(document, 'model_list', issues);
  const { model_list, ...config } =
    first.data ?? configSchema.safeParse(withoutIssues(document, issues), ONCE).data ?? {};
  const entries = (model_list ?? []).map((entry, position) => ({ index: kept[position] ?? position, entry }));
  return { config, entries };
}

/** Lists whose items are left out as a whole where one of their keys is wrong. */
const ITEM_LISTS = ['model_list', 'credential_list'];

function withoutIssues(document: Readonly<Record<string, unknown>>, issues: readonly Issue[]): Record<string, unknown> {
  const copy: Record<string, unknown> = structuredClone({ ...document });
  for (const path of issues.map(toPath)) if (!isItem(path)) remove(copy, path);
  for (const name of ITEM_LISTS) {
    const list = copy[name];
    if (Array.isArray(list)) copy[name] = soundItems(copy, name, issues).map((index): unknown => list[index]);
  }
  return copy;
}

function isItem(path: DocumentPath): boolean {
  return path.length > 1 && ITEM_LISTS.includes(String(path[0]));
}

/** Indices of the items that no issue lies in. */
function soundItems(
  document: Readonly<Record<string, unknown>>,
  name: string,
  issues: readonly Issue[],
): readonly number[] {
  const list = document[name];
  const broken = new Set(issues.flatMap((issue) => (issue.path[0] === name ? [issue.path[1]] : [])));
  return Array.isArray(list) ? list.flatMap((_, index) => (broken.has(index) ? [] : [index])) : [];
}

function toPath(issue: Issue): DocumentPath {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
}

function report(issue: Issue, document: unknown, findings: Findings): void {
  const path = toPath(issue);
  const name = formatPath(path);
  const found = valueAt(document, path);
  const leftOut = isItem(path) ? ' This entry is left out.' : '';
  if (found === undefined) {
    findings.add({
      severity: 'error',
      code: 'missing-key',
      message: `${name} is missing.${leftOut}`,
      path,
      fix: `Add \`${path.at(-1)}:\` with ${issue.message}.`,
    });
    return;
  }
  findings.add({
    severity: 'error',
    code: 'wrong-type',
    message: `${name} must be ${issue.message}, but is ${describe(found, path)}.${leftOut}`,
    path,
    fix: `Write ${issue.message} here, or remove the line.`,
  });
}

function describe(value: unknown, path: DocumentPath): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  if (isCredentialName(String(path.findLast((step) => typeof step === 'string')))) return `a ${typeof value}`;
  return typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 80))}` : `\`${String(value)}\``;
}

function valueAt(document: unknown, path: DocumentPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, document);
}

function remove(root: Record<string, unknown>, path: DocumentPath): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (isObject(parent) && last !== undefined) delete parent[last];
}
