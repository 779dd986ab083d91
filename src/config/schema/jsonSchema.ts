import { z } from 'zod';
import { configSchema } from './configSchema.ts';
import { BODY_PARAMETERS } from './litellmParamsSchema.ts';

/**
 * JSON schema (draft 7) of the config file, for editors. It describes the file as written, `os.environ/NAME` included,
 * and lets unknown keys pass: they get a hint from the gateway instead.
 */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(configSchema, {
    target: 'draft-07',
    io: 'input',
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ jsonSchema, path }) => {
      allowEmptySection(jsonSchema);
      if (path.at(-1) === 'litellm_params') suggestBodyParameters(jsonSchema);
    },
  });
  return { ...schema, title: 'Torii config' };
}

/** A key with nothing behind it (`fallbacks:`) is no mistake in YAML. */
function allowEmptySection(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.type === 'object' || schema.type === 'array') {
    const type: unknown = [schema.type, 'null'];
    Object.assign(schema, { type });
  }
}

function suggestBodyParameters(schema: z.core.JSONSchema.BaseSchema): void {
  const described = BODY_PARAMETERS.map((name) => [name, { description: `Default of the request's \`${name}\`.` }]);
  schema.properties = { ...schema.properties, ...Object.fromEntries(described) };
}
