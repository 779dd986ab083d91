import { z } from 'zod';
import { isObject, parseJson } from '../../domain/json.ts';
import { ModelRequestError } from './modelRequestError.ts';
import type { AnswerPart } from './promptParts.ts';

const callSchema = z.object({
  index: z.number().int().default(0),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
const deltaSchema = z.object({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  tool_calls: z.array(callSchema).nullish(),
});
const chunkSchema = z.object({
  choices: z.array(z.object({ delta: deltaSchema.nullish(), finish_reason: z.string().nullish() })),
});
const errorSchema = z.object({ error: z.object({ message: z.string(), type: z.string().nullish() }) });

interface OpenCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/** Reads the data lines of a streamed chat completion. Throws ModelRequestError for an error in the stream. */
export class ChatAnswer {
  readonly #calls = new Map<number, OpenCall>();
  #finished: string | undefined;

  /** What one data line adds to the answer. */
  read(data: string): readonly AnswerPart[] {
    const value = data === '[DONE]' ? undefined : parseJson(data);
    const failure = errorSchema.safeParse(value);
    if (failure.success) throw ModelRequestError.inStream(failure.data.error);
    const chunk = chunkSchema.safeParse(value);
    const choice = chunk.success ? chunk.data.choices[0] : undefined;
    if (choice === undefined) return [];
    const parts = this.#delta(choice.delta ?? {});
    if (typeof choice.finish_reason !== 'string') return parts;
    this.#finished = choice.finish_reason;
    return [...parts, ...this.#closeCalls()];
  }

  /** Throws where the stream ended before the answer did, or the answer was held back. */
  end(): void {
    if (this.#finished === 'content_filter') throw ModelRequestError.filtered();
    if (this.#finished === undefined) throw ModelRequestError.brokenOff();
  }

  #delta({ content, reasoning_content: thinking, tool_calls: calls }: z.infer<typeof deltaSchema>): AnswerPart[] {
    for (const call of calls ?? []) this.#addCall(call);
    return [
      ...(typeof thinking === 'string' && thinking !== '' ? [{ type: 'thinking' as const, text: thinking }] : []),
      ...(typeof content === 'string' && content !== '' ? [{ type: 'text' as const, text: content }] : []),
    ];
  }

  #addCall({ index, id, function: called }: z.infer<typeof callSchema>): void {
    const open = this.#calls.get(index) ?? { id: '', name: '', args: '' };
    this.#calls.set(index, {
      id: open.id || (id ?? ''),
      name: open.name || (called?.name ?? ''),
      args: open.args + (called?.arguments ?? ''),
    });
  }

  #closeCalls(): readonly AnswerPart[] {
    const calls = [...this.#calls].toSorted(([one], [other]) => one - other).map(([, call]) => toPart(call));
    this.#calls.clear();
    return calls;
  }
}

function toPart({ id, name, args }: OpenCall): AnswerPart {
  const input = args.trim() === '' ? {} : parseJson(args);
  if (!isObject(input)) throw ModelRequestError.brokenArguments(name);
  return { type: 'tool-call', id, name, input };
}
