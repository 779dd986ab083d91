import { firstOf, type Rule } from './rule.ts';

const NOVA_KEYS = new Set(['type', 'properties', 'required']);

export const toolSchema: Rule = (request, model) =>
  firstOf([...(request.toolConfig?.tools ?? []).entries()], ([at, tool]) => {
    if (tool.toolSpec === undefined) return undefined;
    const schema = tool.toolSpec.inputSchema?.json;
    const path = `toolConfig.tools.${at}.toolSpec`;
    if (schema?.['type'] !== 'object') {
      return `The value at ${path}.inputSchema.json.type must be one of the following: object.`;
    }
    if (tool.toolSpec.description?.trim() === '') return `The value at ${path}.description is blank.`;
    const extra = Object.keys(schema).find((key) => !NOVA_KEYS.has(key));
    if (model.family === 'nova' && extra !== undefined) {
      return `The model returned the following errors: Invalid tool schema at ${path}: only type, properties and required are supported at the top level, found ${extra}.`;
    }
    const choice = ['anyOf', 'oneOf', 'allOf'].find((key) => key in schema);
    if (model.family !== 'claude' || choice === undefined) return undefined;
    return `The model returned the following errors: tools.${at}.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`;
  });
