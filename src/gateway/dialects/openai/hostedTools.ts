import { isObject } from '../../../domain/json.ts';

/** Tools that Anthropic defines, by their type with its date. */
const HOSTED = /^(?:computer|bash|text_editor)_\d{8}$/;
/** Searches among tools are a matter of Anthropic's own service; they are left out (LiteLLM's rule). */
const LEFT_OUT = /^tool_search_/;

/** Those of a body's tools that Anthropic defines, in its own form; also LiteLLM's with `function.parameters`. */
export function hostedTools(tools: unknown): readonly Record<string, unknown>[] {
  return listOf(tools).flatMap((tool) => (isOf(tool, HOSTED) ? [toHosted(tool)] : []));
}

/** The tools that the client itself runs. */
export function ownTools(tools: unknown): readonly unknown[] {
  return listOf(tools).filter((tool) => !isOf(tool, HOSTED) && !isOf(tool, LEFT_OUT));
}

export function hasOtherTools(tools: unknown): boolean {
  return listOf(tools).some((tool) => isOf(tool, HOSTED) || isOf(tool, LEFT_OUT));
}

function listOf(tools: unknown): readonly unknown[] {
  return Array.isArray(tools) ? tools : [];
}

function isOf(tool: unknown, types: RegExp): tool is Record<string, unknown> {
  return isObject(tool) && typeof tool['type'] === 'string' && types.test(tool['type']);
}

function toHosted(tool: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { function: wrapped, ...own } = tool;
  if (!isObject(wrapped)) return own;
  const parameters = isObject(wrapped['parameters']) ? wrapped['parameters'] : {};
  return { ...own, name: wrapped['name'], ...parameters };
}
