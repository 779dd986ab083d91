import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { header } from '../requestFacts.ts';

/** Smallest first. */
const encodings = ['br', 'gzip'] as const;
export type UiEncoding = (typeof encodings)[number];

const REFUSED = /^0(?:\.0*)?$/;
/** Of 11: beyond it a page shrinks by little and takes ten times as long. */
const BROTLI_QUALITY = 5;

/** What the browser takes, smallest first (RFC 9110, 12.5.3: `q=0` refuses). */
export function acceptedEncodings(request: FastifyRequest): readonly UiEncoding[] {
  const taken = (header(request, 'accept-encoding') ?? '').split(',').flatMap((offer) => {
    const [name = '', ...parameters] = offer.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return REFUSED.test(weight) ? [] : [name];
  });
  return encodings.filter((encoding) => taken.includes(encoding));
}

/** The text in an encoding, packed on another thread. */
export async function pack(text: string, encoding: UiEncoding): Promise<Buffer> {
  const bytes = Buffer.from(text);
  if (encoding === 'gzip') return await promisify(gzip)(bytes);
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
  return await promisify(brotliCompress)(bytes, { params });
}
