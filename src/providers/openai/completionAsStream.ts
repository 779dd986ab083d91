import type { RelayChunk, RelayRequest } from '../../domain/ports.ts';
import type { Completion } from './completion.ts';
import { toChunkChoices } from './completion.ts';

/** A whole answer in the form of a stream, for a server that does not stream though the client asked for it. */
export function completionAsStream(completion: Completion, request: RelayRequest): RelayChunk {
  const { id, created, system_fingerprint } = completion.json;
  const head = { id, object: 'chat.completion.chunk', created, model: request.responseModel, system_fingerprint };
  const usage = completion.json['usage'];
  const frames = [
    { ...head, choices: toChunkChoices(completion.json['choices']) },
    ...(request.includeUsage && usage !== undefined ? [{ ...head, choices: [], usage }] : []),
  ];
  const text = [...frames.map((frame) => JSON.stringify(frame)), '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
  return { bytes: Buffer.from(text), events: completion.events };
}
