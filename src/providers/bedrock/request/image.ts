import type { ImageBlock } from '@aws-sdk/client-bedrock-runtime';
import type { ImagePart } from '../../../domain/chat.ts';
import { badRequest } from '../badRequest.ts';
import { toMediaBytes } from './mediaSource.ts';

type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp';

const FORMATS: ReadonlyMap<string, ImageFormat> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpeg'],
  ['image/jpg', 'jpeg'],
  ['image/gif', 'gif'],
  ['image/webp', 'webp'],
]);

/** An image for Converse. Throws `bad-request` for other formats than png, jpeg, gif and webp. */
export function toImageBlock(part: ImagePart, path: string): ImageBlock {
  const { mediaType, bytes } = toMediaBytes(part.source, path);
  const format = sniff(bytes) ?? FORMATS.get(mediaType);
  if (format === undefined) {
    throw badRequest(`${path}: unsupported image format "${mediaType}". Bedrock takes png, jpeg, gif and webp.`, path);
  }
  return { format, source: { bytes } };
}

/** The format by its first bytes: clients mislabel screenshots, and the model refuses a label that does not fit. */
function sniff(bytes: Uint8Array): ImageFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\x89PNG')) return 'png';
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('GIF8')) return 'gif';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : undefined;
}
