import { createHash } from 'node:crypto';

const LONGEST_NAME = 64;
const HASH_LENGTH = 8;

/** Client's tool names to Bedrock's alphabet and back, for one request. */
export interface ToolNames {
  toBedrock(name: string): string;
  /** The client's name again; a name that the model made up stays as it is. */
  toClient(name: string): string;
}

/**
 * Bedrock takes `[a-zA-Z0-9_-]{1,64}`. Other names are cleaned, shortened and given a hash of the whole name, so that
 * two long names with one beginning stay apart and the same name is the same in every request.
 */
export function createToolNames(names: Iterable<string>): ToolNames {
  const clientNames = new Map<string, string>();
  for (const name of names) clientNames.set(toBedrockToolName(name), name);
  return {
    toBedrock: toBedrockToolName,
    toClient: (name) => clientNames.get(name) ?? name,
  };
}

/** Names as they are, for deployments whose mapping is switched off: Bedrock then refuses those it does not take. */
export const UNMAPPED_TOOL_NAMES: ToolNames = { toBedrock: (name) => name, toClient: (name) => name };

export function toBedrockToolName(name: string): string {
  if (/^[a-zA-Z0-9_-]{1,64}$/.test(name)) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  const clean = name.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, LONGEST_NAME - HASH_LENGTH - 1);
  return `${clean}_${hash}`;
}
