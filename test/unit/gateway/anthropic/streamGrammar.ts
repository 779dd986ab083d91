/** A reader of Anthropic's stream that refuses everything its grammar does not have. */
export interface FoldedMessage {
  readonly id: unknown;
  readonly model: unknown;
  readonly content: readonly Readonly<Record<string, unknown>>[];
  readonly stopReason: unknown;
  readonly usage: Readonly<Record<string, unknown>>;
}

type Fields = Record<string, unknown>;

interface Fold {
  message: Fields | undefined;
  readonly content: Fields[];
  open: { readonly index: number; readonly block: Fields } | undefined;
  delta: Fields | undefined;
  stopped: boolean;
}

const DELTA_FIELDS: Readonly<Record<string, readonly [block: string, source: string, target: string]>> = {
  text_delta: ['text', 'text', 'text'],
  thinking_delta: ['thinking', 'thinking', 'thinking'],
  signature_delta: ['thinking', 'signature', 'signature'],
  input_json_delta: ['tool_use', 'partial_json', 'partial'],
};

/** The frames of a stream's text. Throws where a frame is not `event:` and `data:` of one type. */
export function framesOf(text: string): readonly Fields[] {
  if (text !== '' && !text.endsWith('\n\n')) throw new Error('A frame is not closed.');
  return text
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^event: (\w+)\ndata: (.*)$/.exec(part);
      if (match === null) throw new Error(`Not a frame: ${part}`);
      const data = JSON.parse(match[2] ?? '') as Fields;
      if (data['type'] !== match[1]) throw new Error(`The frame's names differ: ${part}`);
      return data;
    });
}

/** The message that a whole stream tells. Throws where the grammar is broken or the stream stops short. */
export function foldMessage(text: string): FoldedMessage {
  const fold: Fold = { message: undefined, content: [], open: undefined, delta: undefined, stopped: false };
  for (const event of framesOf(text)) take(fold, event);
  const { message, delta } = fold;
  if (!fold.stopped || message === undefined || delta === undefined) throw new Error('The stream stops short.');
  return {
    id: message['id'],
    model: message['model'],
    content: fold.content,
    stopReason: (delta['delta'] as Fields)['stop_reason'],
    usage: delta['usage'] as Fields,
  };
}

function take(fold: Fold, event: Fields): void {
  expectThat(!fold.stopped, 'something after message_stop');
  const type = String(event['type']);
  if (type === 'ping') return;
  if (type === 'message_start') {
    expectThat(fold.message === undefined, 'a second message_start');
    fold.message = event['message'] as Fields;
    return;
  }
  expectThat(fold.message !== undefined, `${type} before message_start`);
  if (type.startsWith('content_block')) takeBlock(fold, type, event);
  else takeEnd(fold, type, event);
}

function takeEnd(fold: Fold, type: string, event: Fields): void {
  expectThat(fold.open === undefined, `${type} while a block is open`);
  expectThat((type === 'message_stop') === (fold.delta !== undefined), `${type} in the wrong place`);
  if (type === 'message_stop') fold.stopped = true;
  else fold.delta = event;
}

function takeBlock(fold: Fold, type: string, event: Fields): void {
  expectThat(fold.delta === undefined, `${type} after message_delta`);
  if (type === 'content_block_start') {
    expectThat(fold.open === undefined, 'a block begins inside another');
    expectThat(event['index'] === fold.content.length, 'an index is skipped');
    fold.open = { index: fold.content.length, block: { ...(event['content_block'] as Fields) } };
    return;
  }
  const { open } = fold;
  if (open === undefined || event['index'] !== open.index) throw new Error(`${type} for a block that is not open`);
  if (type === 'content_block_delta') addDelta(open.block, event['delta'] as Fields);
  else {
    fold.content.push(closed(open.block));
    fold.open = undefined;
  }
}

function addDelta(block: Fields, delta: Fields): void {
  const fields = DELTA_FIELDS[String(delta['type'])];
  if (fields === undefined || fields[0] !== block['type']) {
    throw new Error(`${String(delta['type'])} in a block of type ${String(block['type'])}`);
  }
  const [, source, target] = fields;
  block[target] = `${String(block[target] ?? '')}${String(delta[source])}`;
}

function closed(block: Fields): Fields {
  const { partial, ...rest } = block;
  return block['type'] === 'tool_use' ? { ...rest, input: String(partial ?? '') } : rest;
}

function expectThat(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`Grammar: ${problem}`);
}
