import type { z } from 'zod';
import { toUsd } from '../../../domain/money.ts';
import type { McpScope } from './mcpScope.ts';

/** A tool that only reads. Both schemas are checked by the SDK; errors are told to the model in words. */
export interface McpTool<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For the model: what it answers, and when to call it. */
  readonly description: string;
  readonly input: Input;
  readonly output: Output;
  read(scope: McpScope, input: z.infer<Input>): Promise<z.infer<Output>>;
}

/** Only for its types: the schemas say what `read` takes and gives. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: McpTool<Input, Output>,
): McpTool<Input, Output> {
  return tool;
}

/** USD of nano-USD; unknown stays unknown. */
export function usdOf(nano: number | undefined): number | null {
  return nano === undefined ? null : toUsd(nano);
}

/** ISO time of epoch ms. */
export function isoOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

const LONGEST_TEXT = 600;

/** A provider's words can be pages long. */
export function shortened(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
