import type { MediaSource } from '../../../domain/chat.ts';
import { badRequest } from '../badRequest.ts';

export interface MediaBytes {
  /** Lower case, without parameters. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * The bytes of an image or document. Addresses are not fetched: a gateway that loads what clients name can be made
 * to read the private network. `path` names the part in the refusal.
 */
export function toMediaBytes(source: MediaSource, path: string): MediaBytes {
  const { mediaType, data } = source.kind === 'base64' ? source : fromDataUrl(source.url, path);
  const compact = data.replace(/\s+/g, '');
  if (compact === '' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(compact)) {
    throw badRequest(`${path} holds no valid base64 data.`, path);
  }
  return { mediaType: bareMediaType(mediaType), bytes: new Uint8Array(Buffer.from(compact, 'base64')) };
}

function fromDataUrl(url: string, path: string): { readonly mediaType: string; readonly data: string } {
  const match = /^data:([^,]*?);base64,/i.exec(url);
  if (match === null) {
    throw badRequest(
      `${path} is given by address; Bedrock takes the data itself. Send it as a data URL (data:image/png;base64,…).`,
      path,
    );
  }
  return { mediaType: match[1] ?? '', data: url.slice(match[0].length) };
}

function bareMediaType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}
