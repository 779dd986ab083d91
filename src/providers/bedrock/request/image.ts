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

const MEGABYTE = 1024 * 1024;
/** Bytes (AWS "ImageBlock"); 5 MB as base64, which is how the models' own refusal counts. */
const LARGEST_IMAGE = 3.75 * MEGABYTE;

/** An image for Converse. Throws `bad-request` for other formats than png, jpeg, gif and webp, and for one that is too large. */
export function toImageBlock(part: ImagePart, path: string): ImageBlock {
  const { mediaType, bytes } = toMediaBytes(part.source, path);
  const format = sniff(bytes) ?? FORMATS.get(mediaType);
  if (format === undefined) {
    throw badRequest(`${path}: unsupported image format "${mediaType}". Bedrock takes png, jpeg, gif and webp.`, path);
  }
  if (bytes.length > LARGEST_IMAGE) {
    throw badRequest(
      `${path}: the image has ${(bytes.length / MEGABYTE).toFixed(1)} MB. Bedrock takes 3.75 MB; send it smaller.`,
      path,
    );
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
