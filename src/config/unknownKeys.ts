import { isObject } from '../domain/json.ts';
import { closestName } from './closestName.ts';
import type { Findings } from './findings.ts';
import { configSchema, toriiSettingsSchema } from './schema/configSchema.ts';
import { isKept } from './schema/fields.ts';
import { BODY_PARAMETERS, consumedParamsShape } from './schema/litellmParamsSchema.ts';
import { modelEntrySchema } from './schema/modelSchema.ts';
import { generalSettingsSchema, litellmSettingsSchema, routerSettingsSchema } from './schema/settingsSchemas.ts';
import { findKeyHint } from './sectionHints.ts';
import { type DocumentPath, formatPath } from './yaml/locationTree.ts';

type Shape = Readonly<Record<string, Parameters<typeof isKept>[0]>>;

const SECTIONS: Readonly<Record<string, Shape>> = {
  litellm_settings: litellmSettingsSchema.shape,
  router_settings: routerSettingsSchema.shape,
  general_settings: generalSettingsSchema.shape,
  torii_settings: toriiSettingsSchema.shape,
};

const AWS_DEFAULT = /^aws_/;

/** Hints for keys that have no effect: misspelt, in the wrong section, invented, or not supported yet. */
export function reportUnknownKeys(document: Readonly<Record<string, unknown>>, findings: Findings): void {
  reportSection(document, [], configSchema.shape, findings);
  for (const [name, shape] of Object.entries(SECTIONS)) reportSection(document[name], [name], shape, findings);
  const list = document['model_list'];
  if (!Array.isArray(list)) return;
  list.forEach((entry: unknown, index) => {
    const path = ['model_list', index];
    reportSection(entry, path, modelEntrySchema.shape, findings);
    if (isObject(entry)) reportParams(entry['litellm_params'], [...path, 'litellm_params'], findings);
  });
}

function reportSection(section: unknown, path: DocumentPath, shape: Shape, findings: Findings): void {
  if (!isObject(section)) return;
  for (const key of Object.keys(section)) {
    const at = [...path, key];
    if (Object.hasOwn(shape, key)) {
      if (isKept(shape[key])) reportUnused(at, findings);
    } else if (!(path[0] === 'litellm_settings' && AWS_DEFAULT.test(key))) {
      reportUnknown(key, at, shape, findings);
    }
  }
}

/** Any key may be a parameter of the provider's request, so only what looks like a slip is worth a word. */
function reportParams(params: unknown, path: DocumentPath, findings: Findings): void {
  if (!isObject(params)) return;
  const known = [...Object.keys(consumedParamsShape), ...BODY_PARAMETERS];
  for (const key of Object.keys(params)) {
    if (known.includes(key)) continue;
    const meant = key === 'aws_region' ? 'aws_region_name' : closestName(key, known);
    if (meant !== undefined) reportMisspelt(key, meant, [...path, key], findings);
  }
}

function reportUnknown(key: string, path: DocumentPath, shape: Shape, findings: Findings): void {
  const hint = findKeyHint(formatPath(path));
  const meant = closestName(key, Object.keys(shape));
  const home = homeOf(key, path);
  if (hint !== undefined) {
    findings.add({ severity: 'hint', code: 'unknown-key', ...hint, path, onKey: true });
  } else if (home !== undefined) {
    findings.add({
      severity: 'hint',
      code: 'misplaced-key',
      message: `${key} has no effect here; it belongs under ${home}`,
      path,
      onKey: true,
      fix: `Move the line to \`${home}:\`.`,
    });
  } else if (meant !== undefined) reportMisspelt(key, meant, path, findings);
  else {
    findings.add({
      severity: 'hint',
      code: 'unknown-key',
      message: `${formatPath(path)} is not a key of LiteLLM's config; it is kept, without effect`,
      path,
      onKey: true,
      fix: 'Remove it if nothing else reads it.',
    });
  }
}

function reportMisspelt(key: string, meant: string, path: DocumentPath, findings: Findings): void {
  findings.add({
    severity: 'hint',
    code: 'unknown-key',
    message: `${key} is not a known key here; did you mean ${meant}?`,
    path,
    onKey: true,
    fix: `Use \`${meant}\` if that is what you mean.`,
  });
}

function reportUnused(path: DocumentPath, findings: Findings): void {
  findings.add({
    severity: 'hint',
    code: 'unused-key',
    message: `${formatPath(path)} is LiteLLM's; it is kept, but this version of Torii does not act on it`,
    path,
    onKey: true,
    fix: 'Nothing to do; leave it for LiteLLM, or remove it.',
  });
}

/** The section in which a key would have an effect. */
function homeOf(key: string, path: DocumentPath): string | undefined {
  if (path[0] === 'model_list') return Object.hasOwn(consumedParamsShape, key) ? 'litellm_params' : undefined;
  return Object.entries(SECTIONS).find(([, shape]) => Object.hasOwn(shape, key) && !isKept(shape[key]))?.[0];
}
