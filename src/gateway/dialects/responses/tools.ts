import type { ToolChoice, ToolDefinition } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { functionTool, type ResponsesBody, type ToolChoiceBody } from './bodySchema.ts';
import { readAs } from './readAs.ts';

export interface ToolPlan {
  readonly tools: readonly ToolDefinition[];
  readonly toolChoice: ToolChoice | undefined;
  /** Tools of kinds that only OpenAI can run (web_search, mcp, custom, …), as `type` or `type name`. */
  readonly leftOut: readonly string[];
}

/** The client's function tools and its choice among them. Throws `bad-request` that names a tool that cannot be read. */
export function planTools(body: ResponsesBody): ToolPlan {
  const given = body.tools ?? [];
  const functions = given.flatMap((tool, index) => (tool.type === 'function' ? [toTool(tool, `tools.${index}`)] : []));
  const leftOut = given.filter(({ type }) => type !== 'function').map(nameOf);
  const choice = body.tool_choice ?? undefined;
  const tools = allowed(functions, choice);
  return { tools, toolChoice: tools.length === 0 ? undefined : toToolChoice(choice), leftOut };
}

function toTool(value: unknown, path: string): ToolDefinition {
  const { name, description, parameters, strict } = readAs(functionTool, value, path);
  return {
    name,
    description: description ?? undefined,
    parameters: parameters ?? undefined,
    strict: strict ?? undefined,
  };
}

function nameOf(tool: Readonly<Record<string, unknown>>): string {
  const { type, name } = tool;
  return typeof name === 'string' ? `${String(type)} ${name}` : String(type);
}

function allowed(tools: readonly ToolDefinition[], choice: ToolChoiceBody | undefined): readonly ToolDefinition[] {
  const list = isObject(choice) && choice['type'] === 'allowed_tools' ? choice['tools'] : undefined;
  if (!Array.isArray(list)) return tools;
  const names = new Set(list.map((entry: unknown) => (isObject(entry) ? entry['name'] : undefined)));
  return tools.filter(({ name }) => names.has(name));
}

/** A choice among tools that were left out leaves the model free. */
function toToolChoice(choice: ToolChoiceBody | undefined): ToolChoice | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'string') return { type: choice };
  if (choice.type === 'function' && typeof choice['name'] === 'string') return { type: 'tool', name: choice['name'] };
  if (choice.type === 'allowed_tools' && choice['mode'] === 'required') return { type: 'required' };
  return { type: 'auto' };
}
