import { z } from 'zod';
import type { ToolDefinition } from '../../../domain/chat.ts';
import { cacheMark, toCacheControl } from './cacheMark.ts';
import { readField } from './fieldPath.ts';
import type { LeftOut } from './leftOut.ts';

const toolHead = z.looseObject({ type: z.string().nullish() });
const customTool = z.looseObject({
  name: z.string().min(1, 'must not be empty'),
  description: z.string().nullish(),
  input_schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullish(),
  cache_control: cacheMark,
});

/** The client's own tools as they stand at the end of the conversation. */
export class ToolList {
  readonly #leftOut: LeftOut;
  readonly #tools: ToolDefinition[] = [];
  readonly #withdrawn = new Set<string>();
  #incomplete = false;
  #touched = false;

  constructor(leftOut: LeftOut) {
    this.#leftOut = leftOut;
  }

  /** Something that the client named is not among the definitions. */
  get incomplete(): boolean {
    return this.#incomplete || this.#withdrawn.size > 0;
  }

  /** Something was declared, withdrawn or offered again. */
  get touched(): boolean {
    return this.#touched;
  }

  get definitions(): readonly ToolDefinition[] {
    return this.#tools.filter(({ name }) => !this.#withdrawn.has(name));
  }

  has(name: string): boolean {
    return this.definitions.some((tool) => tool.name === name);
  }

  /** Adds a tool. One that Anthropic defines or runs itself (`web_search_…`, `bash_…`) is left out. */
  declare(tool: unknown, path: string): void {
    this.#touched = true;
    const { type } = readField(toolHead, tool, path);
    if (type !== null && type !== undefined && type !== 'custom') {
      this.#leftOut.tool(type);
      this.#incomplete = true;
      return;
    }
    const read = readField(customTool, tool, path);
    this.#withdrawn.delete(read.name);
    this.#tools.push({
      name: read.name,
      description: read.description ?? undefined,
      parameters: read.input_schema,
      strict: read.strict ?? undefined,
      cacheControl: toCacheControl(read.cache_control),
    });
  }

  withdraw(name: string): void {
    this.#touched = true;
    this.#withdrawn.add(name);
  }

  offerAgain(name: string): void {
    this.#touched = true;
    this.#withdrawn.delete(name);
  }
}
