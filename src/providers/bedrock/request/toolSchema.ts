import { isObject } from '../../../domain/json.ts';
import { type DocumentObject, toDocumentObject } from '../documentValue.ts';
import type { ModelFamily } from '../modelTraits.ts';
import { withoutReferences } from './localReferences.ts';

/** Keys that Anthropic refuses at the top of a tool's schema, though not below it. */
const CHOICES = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * A tool's JSON schema with everything that Bedrock accepts. The top must be an object: a missing type is added, and
 * alternatives at the top are joined into one object of all their properties. Claude follows references; for the others
 * they are replaced, and Nova takes no more than type, properties and required at the top (AWS "Tool use with Nova").
 */
export function toToolSchema(
  parameters: Readonly<Record<string, unknown>> | undefined,
  family: ModelFamily,
): DocumentObject {
  const given = toDocumentObject(parameters ?? {});
  const schema = joinChoices(family === 'claude' ? given : withoutReferences(given));
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  if (family !== 'nova') return { ...schema, type: 'object', properties };
  const required = toNames(schema['required']);
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required: [...required] }) };
}

function joinChoices(schema: DocumentObject): DocumentObject {
  const variants = CHOICES.flatMap((key) => toVariants(schema[key]));
  if (!CHOICES.some((key) => key in schema)) return schema;
  const { anyOf: _any, oneOf: _one, allOf, ...rest } = schema;
  const own = isObject(rest['properties']) ? rest['properties'] : {};
  const properties: DocumentObject = Object.assign({}, ...variants.map((variant) => variant['properties']), own);
  const required = [...toNames(rest['required']), ...toVariants(allOf).flatMap((each) => toNames(each['required']))];
  return { ...rest, properties, ...(required.length > 0 ? { required: [...new Set(required)] } : {}) };
}

function toVariants(value: unknown): readonly DocumentObject[] {
  return Array.isArray(value) ? value.filter(isObject).map(toDocumentObject) : [];
}

function toNames(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}
