import type { ToolChoice as ConverseToolChoice } from '@aws-sdk/client-bedrock-runtime';
import type { ToolChoice } from '../../../domain/chat.ts';
import { badRequest } from '../badRequest.ts';
import type { ToolNames } from './toolNames.ts';

export interface ToolChoiceTraits {
  readonly forced: readonly ('any' | 'tool')[];
  /** A thinking model refuses a forced choice. */
  readonly thinking: boolean;
  readonly dropParams: boolean;
  /** The client's names of the tools there are to choose from. */
  readonly tools: readonly string[];
}

/**
 * How the model is to choose. Undefined leaves it to the model, which is what `auto` means; `none` never comes here,
 * because Converse has no word for it and the tools are left out instead.
 */
export function toToolChoice(
  choice: ToolChoice | undefined,
  toolNames: ToolNames,
  traits: ToolChoiceTraits,
): ConverseToolChoice | undefined {
  if (choice === undefined || choice.type === 'none') return undefined;
  if (choice.type === 'tool' && !traits.tools.includes(choice.name)) {
    throw badRequest(`tool_choice names the tool "${choice.name}", which the request does not define.`, 'tool_choice');
  }
  if (choice.type === 'auto' || traits.thinking) return { auto: {} };
  if (choice.type === 'tool' && traits.forced.includes('tool'))
    return { tool: { name: toolNames.toBedrock(choice.name) } };
  const any = choice.type === 'required' || traits.tools.length === 1;
  if (any && traits.forced.includes('any')) return { any: {} };
  if (traits.dropParams) return { auto: {} };
  throw badRequest(
    'This model does not take a forced tool choice. Use tool_choice "auto", or set drop_params.',
    'tool_choice',
  );
}
