import { isObject } from '../../../domain/json.ts';
import { type DocumentObject, toDocumentObject } from '../documentValue.ts';

/** Keys that Anthropic refuses at the top of a tool's schema, though not below it. */
const CHOICES = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * A tool's JSON schema with everything that Bedrock accepts. The top must be an object: a missing type is added, and
 * alternatives at the top are joined into one object of all their properties.
 */
export function toToolSchema(parameters: Readonly<Record<string, unknown>> | undefined): DocumentObject {
  const schema = toDocumentObject(parameters ?? {});
  const joined = joinChoices(schema);
  const properties = isObject(joined['properties']) ? joined['properties'] : {};
  return { ...joined, type: 'object', properties };
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
