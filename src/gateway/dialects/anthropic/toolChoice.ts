import { z } from 'zod';
import type { ToolChoice } from '../../../domain/chat.ts';
import { readField } from './fieldPath.ts';
import type { ToolList } from './toolList.ts';

export const toolChoiceSchema = z.looseObject({
  type: z.enum(['auto', 'any', 'tool', 'none']),
  name: z.string().nullish(),
  disable_parallel_tool_use: z.boolean().nullish(),
});
const namedChoice = z.looseObject({ name: z.string().min(1, 'must not be empty') });

/** How the model is to choose. A forced tool that was left out of the tools leaves the choice to the model. */
export function toToolChoice(
  choice: z.infer<typeof toolChoiceSchema> | null | undefined,
  tools: ToolList,
): ToolChoice | undefined {
  if (choice === null || choice === undefined) return undefined;
  switch (choice.type) {
    case 'any':
      return tools.incomplete && tools.definitions.length === 0 ? { type: 'auto' } : { type: 'required' };
    case 'tool': {
      const { name } = readField(namedChoice, choice, 'tool_choice.tool');
      return tools.incomplete && !tools.has(name) ? { type: 'auto' } : { type: 'tool', name };
    }
    default:
      return { type: choice.type };
  }
}
