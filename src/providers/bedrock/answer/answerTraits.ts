import type { ToolNames } from '../request/toolNames.ts';

/** What the request decided and the reading of the answer needs. */
export interface AnswerTraits {
  readonly toolNames: ToolNames;
  /** Bedrock's name of the tool whose input is the answer's text. */
  readonly jsonTool: string | undefined;
}
