/** Reads a stream of Responses as strictly as a client could, and folds it into the answer it tells of. */
import { z } from 'zod';

const eventSchema = z.looseObject({ type: z.string(), sequence_number: z.number() });
export type ResponsesEvent = z.infer<typeof eventSchema>;

const itemSchema = z.looseObject({
  type: z.enum(['message', 'reasoning', 'function_call']),
  id: z.string(),
  status: z.string().optional(),
  call_id: z.string().optional(),
  name: z.string().optional(),
  arguments: z.string().optional(),
  content: z.array(z.looseObject({ type: z.literal('output_text'), text: z.string() })).optional(),
  summary: z.array(z.looseObject({ type: z.literal('summary_text'), text: z.string() })).optional(),
});
type Item = z.infer<typeof itemSchema>;

const responseSchema = z.looseObject({
  id: z.string(),
  object: z.literal('response'),
  status: z.enum(['in_progress', 'completed', 'incomplete', 'failed']),
  output: z.array(itemSchema),
});
export type FoldedResponse = z.infer<typeof responseSchema>;

/** Events of a stream's text; throws where a frame is not `event:` and `data:` that agree, or a number is skipped. */
export function readEvents(text: string): readonly ResponsesEvent[] {
  const frames = text.split('\n\n');
  if (frames.pop() !== '') throw new Error('The stream ends inside a frame.');
  return frames.map((frame, index) => {
    const [, name, data] = /^event: (\S+)\ndata: (.*)$/.exec(frame) ?? [];
    const event = eventSchema.parse(JSON.parse(data ?? ''));
    if (event.type !== name) throw new Error(`${name} is told as ${event.type}`);
    if (event.sequence_number !== index) throw new Error(`Event ${index} has the number ${event.sequence_number}`);
    return event;
  });
}

interface OpenItem {
  readonly item: Item;
  readonly text: string[];
  /** Parts that were opened and not closed. */
  part: 'none' | 'open' | 'text-done' | 'done';
}

/** Checks the order of events and that everything told twice agrees. Gives the last event's response. */
export class GrammarChecker {
  readonly #open = new Map<number, OpenItem>();
  readonly #done = new Map<number, Item>();
  #state: 'start' | 'created' | 'running' | 'ended' = 'start';

  check(events: readonly ResponsesEvent[]): FoldedResponse {
    let last: FoldedResponse | undefined;
    for (const event of events) {
      if (this.#state === 'ended') throw new Error(`${event.type} after the end`);
      last = this.#step(event) ?? last;
    }
    if (this.#state !== 'ended' || last === undefined) throw new Error('The stream has no end.');
    return last;
  }

  #step(event: ResponsesEvent): FoldedResponse | undefined {
    switch (event.type) {
      case 'response.created':
        return this.#move('start', 'created', event);
      case 'response.in_progress':
        return this.#move('created', 'running', event);
      case 'response.completed':
      case 'response.incomplete':
        return this.#end(event);
      default:
        if (this.#state !== 'running') throw new Error(`${event.type} before response.in_progress`);
        this.#item(event);
        return undefined;
    }
  }

  #move(from: string, to: 'created' | 'running', event: ResponsesEvent): FoldedResponse {
    if (this.#state !== from) throw new Error(`${event.type} in state ${this.#state}`);
    this.#state = to;
    const response = responseSchema.parse(event['response']);
    if (response.status !== 'in_progress' || response.output.length > 0) throw new Error('a beginning with an end');
    return response;
  }

  #end(event: ResponsesEvent): FoldedResponse {
    if (this.#state !== 'running') throw new Error(`${event.type} in state ${this.#state}`);
    this.#state = 'ended';
    if (this.#open.size > 0) throw new Error('The response ended with open items.');
    const response = responseSchema.parse(event['response']);
    if (`response.${response.status}` !== event.type) throw new Error(`${event.type} with status ${response.status}`);
    const told = [...this.#done.entries()].sort(([a], [b]) => a - b).map(([, item]) => item);
    same(response.output, told, 'the output of the end');
    return response;
  }

  #item(event: ResponsesEvent): void {
    const index = z.number().parse(event['output_index']);
    if (event.type === 'response.output_item.added') {
      if (index !== this.#open.size + this.#done.size) throw new Error(`Item ${index} is out of order.`);
      this.#open.set(index, { item: itemSchema.parse(event['item']), text: [], part: 'none' });
      return;
    }
    const open = this.#open.get(index);
    if (open === undefined) throw new Error(`${event.type} for an item that is not open`);
    if (event.type === 'response.output_item.done') {
      this.#done.set(index, closed(open, itemSchema.parse(event['item'])));
      this.#open.delete(index);
      return;
    }
    if (event['item_id'] !== open.item.id) throw new Error(`${event.type} names ${String(event['item_id'])}`);
    STEPS[open.item.type](open, event);
  }
}

type Step = (open: OpenItem, event: ResponsesEvent) => void;

const STEPS: Readonly<Record<Item['type'], Step>> = {
  message: parted('response.content_part', 'response.output_text'),
  reasoning: parted('response.reasoning_summary_part', 'response.reasoning_summary_text'),
  function_call: (open, event) => {
    if (event.type === 'response.function_call_arguments.delta') open.text.push(deltaOf(event));
    else if (event.type === 'response.function_call_arguments.done') {
      same(event['arguments'], open.text.join(''), event.type);
      open.part = 'done';
    } else throw new Error(`${event.type} in a call`);
  },
};

/** part.added, text.delta…, text.done, part.done */
function parted(part: string, text: string): Step {
  return (open, event) => {
    const expect = (state: OpenItem['part']): void => {
      if (open.part !== state) throw new Error(`${event.type} while the part is ${open.part}`);
    };
    switch (event.type) {
      case `${part}.added`:
        expect('none');
        open.part = 'open';
        break;
      case `${text}.delta`:
        expect('open');
        open.text.push(deltaOf(event));
        break;
      case `${text}.done`:
        expect('open');
        same(event['text'], open.text.join(''), event.type);
        open.part = 'text-done';
        break;
      case `${part}.done`:
        expect('text-done');
        open.part = 'done';
        break;
      default:
        throw new Error(`${event.type} does not belong to ${open.item.type}`);
    }
  };
}

function closed(open: OpenItem, item: Item): Item {
  if (item.id !== open.item.id || item.type !== open.item.type) throw new Error('Another item was closed.');
  if (open.part !== 'done' && !(open.part === 'none' && item.type === 'reasoning')) throw new Error('An open part.');
  const text = item.arguments ?? [...(item.content ?? []), ...(item.summary ?? [])].map((part) => part.text).join('');
  same(text, open.text.join(''), 'the text of a closed item');
  return item;
}

function deltaOf(event: ResponsesEvent): string {
  const delta = z.string().parse(event['delta']);
  if (delta === '') throw new Error('an empty delta');
  return delta;
}

function same(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what}: ${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`);
  }
}
