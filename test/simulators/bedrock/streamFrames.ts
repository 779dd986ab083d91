import type { ComposedAnswer } from './composeAnswer.ts';
import { eventFrame } from './frames.ts';
import type { WireBlock } from './wire.ts';

const DEFAULT_CHUNK = 8;
/** The service pads its events; clients have to ignore it. */
const PADDING = 'abcdefghijk';

/** The frames of a streamed answer, in the service's order: the stop before the figures. */
export function toFrames(answer: ComposedAnswer, chunkSize = DEFAULT_CHUNK): readonly Uint8Array[] {
  return [
    eventFrame('messageStart', { role: 'assistant', p: PADDING }),
    ...answer.blocks.flatMap((block, at) => blockFrames(block, at, answer.inputTexts.get(at), chunkSize)),
    eventFrame('messageStop', { stopReason: answer.stopReason, p: PADDING }),
    ...(answer.usage === undefined
      ? []
      : [eventFrame('metadata', { usage: answer.usage, metrics: { latencyMs: 100 }, ...answer.report, p: PADDING })]),
  ];
}

function blockFrames(
  block: WireBlock,
  at: number,
  inputText: string | undefined,
  chunkSize: number,
): readonly Uint8Array[] {
  const stop = eventFrame('contentBlockStop', { contentBlockIndex: at, p: PADDING });
  if (block.toolUse !== undefined) {
    const { toolUseId, name, input } = block.toolUse;
    const text = inputText ?? (Object.keys(input ?? {}).length === 0 ? '' : JSON.stringify(input));
    const start = { start: { toolUse: { toolUseId, name } }, contentBlockIndex: at, p: PADDING };
    return [
      eventFrame('contentBlockStart', start),
      ...pieces(text, chunkSize).map((piece) => delta(at, { toolUse: { input: piece } })),
      stop,
    ];
  }
  return [...deltas(block, chunkSize).map((each) => delta(at, each)), stop];
}

function deltas(block: WireBlock, chunkSize: number): readonly unknown[] {
  const { redactedContent, reasoningText } = block.reasoningContent ?? {};
  if (redactedContent !== undefined) return [{ reasoningContent: { redactedContent } }];
  if (reasoningText !== undefined) {
    return [
      ...pieces(reasoningText.text ?? '', chunkSize).map((text) => ({ reasoningContent: { text } })),
      { reasoningContent: { signature: reasoningText.signature } },
    ];
  }
  return pieces(block.text ?? '', chunkSize).map((text) => ({ text }));
}

function delta(at: number, content: unknown): Uint8Array {
  return eventFrame('contentBlockDelta', { delta: content, contentBlockIndex: at, p: PADDING });
}

function pieces(text: string, size: number): readonly string[] {
  const characters = [...text];
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += size) parts.push(characters.slice(at, at + size).join(''));
  return parts;
}
