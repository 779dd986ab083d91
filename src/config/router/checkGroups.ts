import { isObject } from '../../domain/json.ts';
import { closestName } from '../closestName.ts';
import type { Findings } from '../findings.ts';
import type { DocumentPath } from '../yaml/locationTree.ts';
import { ANY_GROUP } from './fallbacks.ts';

const SECTIONS = ['litellm_settings', 'router_settings'];
const FALLBACK_KEYS = ['fallbacks', 'context_window_fallbacks', 'content_policy_fallbacks'];

interface Groups {
  /** Groups that have a usable deployment, aliases, and the models behind them, which clients may name too. */
  readonly known: ReadonlySet<string>;
  readonly findings: Findings;
}

/** Warns where fallbacks or aliases name model groups that do not exist, and where a list names one twice. */
export function checkGroups(
  document: Readonly<Record<string, unknown>>,
  known: ReadonlySet<string>,
  findings: Findings,
): void {
  const groups: Groups = { known, findings };
  for (const section of SECTIONS) {
    const settings = document[section];
    if (!isObject(settings)) continue;
    for (const key of FALLBACK_KEYS) checkMaps(settings[key], [section, key], groups);
    checkTargets(settings['default_fallbacks'], [section, 'default_fallbacks'], groups);
  }
  checkAliases(document, groups);
}

function checkMaps(value: unknown, path: DocumentPath, groups: Groups): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => {
      checkMaps(item, [...path, index], groups);
    });
  } else if (isObject(value)) {
    for (const [group, targets] of Object.entries(value)) {
      if (group !== ANY_GROUP) checkGroup(group, [...path, group], groups, true);
      checkTargets(targets, [...path, group], groups);
    }
  }
}

function checkTargets(value: unknown, path: DocumentPath, groups: Groups): void {
  if (!Array.isArray(value)) {
    checkTarget(value, path, groups);
    return;
  }
  value.forEach((target: unknown, index) => {
    const at = [...path, index];
    checkTarget(target, at, groups);
    if (typeof target === 'string' && value.indexOf(target) < index) reportRepeated(target, at, groups.findings);
  });
}

function checkTarget(value: unknown, path: DocumentPath, groups: Groups): void {
  const name = isObject(value) ? value['model'] : value;
  if (typeof name === 'string') checkGroup(name, path, groups, false);
}

function checkAliases(document: Readonly<Record<string, unknown>>, groups: Groups): void {
  const settings = document['router_settings'];
  const aliases = isObject(settings) ? settings['model_group_alias'] : undefined;
  if (!isObject(aliases)) return;
  for (const [alias, target] of Object.entries(aliases)) {
    checkTarget(target, ['router_settings', 'model_group_alias', alias], groups);
  }
}

function checkGroup(name: string, path: DocumentPath, { known, findings }: Groups, onKey: boolean): void {
  if (known.has(name) || matchesWildcard(name, known)) return;
  const meant = closestName(name, known);
  findings.add({
    severity: 'warning',
    code: 'unknown-group',
    message: `There is no model group "${name}" with a usable deployment`,
    path,
    onKey,
    fix: meant === undefined ? 'Use a `model_name` of model_list.' : `Did you mean ${meant}?`,
  });
}

/** `model_name: bedrock/*` serves every name that begins so. */
function matchesWildcard(name: string, known: ReadonlySet<string>): boolean {
  return [...known].some((group) => group.includes('*') && matches(group.split('*'), name));
}

function matches(parts: readonly string[], name: string): boolean {
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = name.indexOf(part, at);
    if (found === -1 || (index === 0 && found !== 0)) return false;
    at = found + part.length;
  }
  return true;
}

function reportRepeated(target: string, path: DocumentPath, findings: Findings): void {
  findings.add({
    severity: 'hint',
    code: 'duplicate-fallback',
    message: `"${target}" stands twice in this list and will be tried twice`,
    path,
    fix: 'Remove one of the two, or name the group that was meant.',
  });
}
