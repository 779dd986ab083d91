import type { OutputConfig } from '@aws-sdk/client-bedrock-runtime';
import type { ResponseFormat, ToolDefinition } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';

/** How a demanded JSON answer is got: by the model's own means, by a tool whose input is the answer, or not at all. */
export type StructuredOutput =
  | { readonly kind: 'none' }
  | { readonly kind: 'native'; readonly outputConfig: OutputConfig }
  | { readonly kind: 'tool'; readonly tool: ToolDefinition };

/** LiteLLM's name for the tool, so that logs look alike. */
const JSON_TOOL = 'json_tool_call';

export interface StructuredOutputTraits {
  readonly native: boolean;
  readonly tools: boolean;
}

/** A plain `json-object` has no schema to enforce natively, so it takes the tool even on models that could. */
export function toStructuredOutput(
  format: ResponseFormat | undefined,
  tools: readonly ToolDefinition[],
  traits: StructuredOutputTraits,
): StructuredOutput {
  if (format === undefined || format.type === 'text') return { kind: 'none' };
  if (format.type === 'json-schema' && traits.native) return { kind: 'native', outputConfig: nativeConfig(format) };
  if (!traits.tools) return { kind: 'none' };
  const parameters =
    format.type === 'json-schema' ? format.schema : { type: 'object', additionalProperties: true, properties: {} };
  return {
    kind: 'tool',
    tool: { name: freeName(tools), description: 'Give the answer as the input of this tool.', parameters },
  };
}

function freeName(tools: readonly ToolDefinition[]): string {
  const taken = new Set(tools.map((tool) => tool.name));
  let name = JSON_TOOL;
  for (let count = 2; taken.has(name); count += 1) name = `${JSON_TOOL}_${count}`;
  return name;
}

function nativeConfig(format: Extract<ResponseFormat, { type: 'json-schema' }>): OutputConfig {
  const { name, description } = format;
  return {
    textFormat: {
      type: 'json_schema',
      structure: {
        jsonSchema: {
          schema: JSON.stringify(closeObjects(format.schema)),
          ...(name === undefined ? {} : { name }),
          ...(description === undefined ? {} : { description }),
        },
      },
    },
  };
}

/** Native output demands `additionalProperties: false` on every object node; one that says something else keeps it. */
function closeObjects(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closeObjects);
  if (!isObject(node)) return node;
  const closed = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closeChild(key, value)]));
  const isObjectNode = closed['type'] === 'object' || isObject(closed['properties']);
  return isObjectNode && !('additionalProperties' in closed) ? { ...closed, additionalProperties: false } : closed;
}

/** Under these keys the members are schemas by name, and elsewhere the value itself may be one. */
const SCHEMAS_BY_NAME = new Set(['properties', '$defs', 'definitions']);
const SCHEMAS = new Set(['items', 'anyOf', 'allOf', 'oneOf', 'not', 'additionalProperties']);

function closeChild(key: string, value: unknown): unknown {
  if (SCHEMAS_BY_NAME.has(key) && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, closeObjects(schema)]));
  }
  return SCHEMAS.has(key) ? closeObjects(value) : value;
}
