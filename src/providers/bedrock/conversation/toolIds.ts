import { createHash } from 'node:crypto';

const LONGEST_ID = 64;
const HASH_LENGTH = 12;

/** A tool call's id within Bedrock's alphabet and length; the same id always becomes the same. */
function toToolUseId(id: string): string {
  if (/^[a-zA-Z0-9_.:-]{1,64}$/.test(id)) return id;
  const hash = createHash('sha256').update(id).digest('hex').slice(0, HASH_LENGTH);
  return `${id.replace(/[^a-zA-Z0-9_.:-]/g, '_').slice(0, LONGEST_ID - HASH_LENGTH - 1)}_${hash}`;
}

/** Gives out ids that no earlier turn of the conversation has used: clients that number calls per turn repeat theirs. */
export class ToolUseIds {
  readonly #taken = new Set<string>();

  claim(id: string): string {
    const wanted = toToolUseId(id);
    let free = wanted;
    for (let count = 2; this.#taken.has(free); count += 1) free = toToolUseId(`${wanted}_turn${count}`);
    this.#taken.add(free);
    return free;
  }
}
