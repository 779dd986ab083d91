import type { ToolChoice, ToolDefinition } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { badRequest } from '../badRequest.ts';
import { type DocumentObject, toDocumentObject } from '../documentValue.ts';
import type { ModelTraits } from '../modelTraits.ts';
import { betaFlags } from './extraParameters.ts';

/** Where the client's dialect leaves tools that Anthropic defines (computer, bash, text editor): a list of them. */
export const HOSTED_TOOLS = 'anthropic_tools';

export interface HostedTools {
  readonly names: readonly string[];
  /** For `additionalModelRequestFields`. */
  readonly fields: DocumentObject;
}

/** Stands in where the history has tool blocks and all tools are hosted: Bedrock demands a toolConfig then. */
export const UNUSED_TOOL: ToolDefinition = {
  name: 'unused_tool',
  description: 'Does nothing. Never call it.',
  parameters: { type: 'object', properties: {} },
};

/**
 * Tools that Anthropic defines, as its models on Bedrock take them: beside the model's own fields, with the beta that
 * opens them. Throws `bad-request` for other models, unless unsupported things are to be dropped.
 */
export function toHostedTools(
  extra: Readonly<Record<string, unknown>>,
  choice: ToolChoice | undefined,
  model: ModelTraits,
  dropParams: boolean,
): HostedTools {
  const none: HostedTools = { names: [], fields: {} };
  const listed = extra[HOSTED_TOOLS];
  const tools = Array.isArray(listed) ? listed.filter(isObject).map(toDocumentObject) : [];
  if (tools.length === 0 || choice?.type === 'none') return none;
  if (model.family !== 'claude') {
    if (dropParams) return none;
    throw badRequest(
      'Tools that Anthropic defines work with Claude only. Leave them out, or set drop_params.',
      'tools',
    );
  }
  const names = tools.flatMap((tool) => (typeof tool['name'] === 'string' ? [tool['name']] : []));
  const isChosen = choice?.type === 'tool' && names.includes(choice.name);
  return {
    names,
    fields: {
      tools,
      anthropic_beta: [...betaFlags(extra['anthropic_beta']), betaFor(tools)],
      ...(isChosen ? { tool_choice: { type: 'tool', name: choice.name } } : {}),
    },
  };
}

/** A beta opens the tools of its own date. Source: Anthropic "Computer use tool" (tool versions and beta headers). */
function betaFor(tools: readonly DocumentObject[]): string {
  const isOf = (date: string): boolean => tools.some((tool) => String(tool['type']).endsWith(date));
  if (isOf('20251124')) return 'computer-use-2025-11-24';
  return isOf('20241022') ? 'computer-use-2024-10-22' : 'computer-use-2025-01-24';
}
