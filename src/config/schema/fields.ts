/**
 * Building blocks of the config's schema. Each takes what YAML authors write (numbers in quotes, `yes`, one name where a
 * list is meant) and gives the plain value; `os.environ/NAME` is allowed wherever text stands, for editors see it unresolved.
 */
import { z } from 'zod';

const NUMBER_OR_REFERENCE = /^\s*(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|os\.environ\/.+)\s*$/;
const BOOLEAN_OR_REFERENCE = /^\s*(?:true|false|yes|no|on|off|os\.environ\/.+)\s*$/i;
const TRUE = /^\s*(?:true|yes|on)\s*$/i;

const plainText = z.union([z.string(), z.number().transform(String)], { error: 'text' });

export function requiredText(description: string) {
  return plainText.describe(description);
}

export function text(description: string) {
  return plainText.optional().describe(description);
}

function anyAmount() {
  const error = 'a number of at least 0';
  const number = z.number({ error }).min(0, { error });
  const written = z.string({ error }).regex(NUMBER_OR_REFERENCE, { error }).transform(Number).pipe(number);
  return z.union([number, written], { error }).optional();
}

/** One for all fields: every schema that is made takes its part of a start. So with the others below. */
const plainAmount = anyAmount();

/** A number of at least 0. */
export function amount(description: string) {
  return plainAmount.describe(description);
}

const DURATION_OR_REFERENCE = /^\s*(?:[1-9]\d*(?:s|m|h|d|w|mo)|os\.environ\/.+)\s*$/;

/** LiteLLM's durations. */
export function duration(description: string) {
  const error = 'a duration such as 30m, 24h, 1d, 7d, 30d or 1mo';
  return z.string({ error }).regex(DURATION_OR_REFERENCE, { error }).optional().describe(description);
}

function anyFlag() {
  const error = 'true or false';
  const written = z.string({ error }).regex(BOOLEAN_OR_REFERENCE, { error });
  return z.union([z.boolean({ error }), written.transform((value) => TRUE.test(value))], { error }).optional();
}

const plainFlag = anyFlag();

export function flag(description: string) {
  return plainFlag.describe(description);
}

const plainTextList = z
  .union([z.array(plainText), plainText.transform((one) => [one])], { error: 'a list of texts' })
  .optional();

export function textList(description: string) {
  return plainTextList.describe(description);
}

export function textMap(description: string) {
  return z
    .record(z.string(), z.union([plainText, z.boolean().transform(String)], { error: 'text' }), {
      error: 'a map of texts',
    })
    .optional()
    .describe(description);
}

export function anyMap(description: string) {
  return z.record(z.string(), z.unknown(), { error: 'a map' }).optional().describe(description);
}

const KEPT = 'Known to LiteLLM. Kept, but this version of Torii does not act on it.';

/** Keys of LiteLLM that are accepted without a check and have no effect of their own yet. */
export function kept<const Name extends string>(...names: readonly Name[]): Record<Name, z.ZodOptional<z.ZodUnknown>> {
  const entries = names.map((name) => [name, z.unknown().optional().describe(KEPT)] as const);
  return Object.fromEntries(entries) as Record<Name, z.ZodOptional<z.ZodUnknown>>;
}

/** Whether a key of a schema's shape was made by `kept`. */
export function isKept(schema: z.core.$ZodType | undefined): boolean {
  return schema instanceof z.ZodType && schema.description === KEPT;
}

/** A map with known keys that lets others pass. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape, description: string) {
  return z.looseObject(shape, { error: 'a map' }).describe(description);
}
