import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../domain/errors.ts';
import { header } from '../requestFacts.ts';
import { acceptedEncodings, type UiEncoding } from './uiEncoding.ts';

/** Scripts as the build names them, with a hash of their content; every other name is not looked for. */
const SCRIPT = /^[A-Za-z]+-[A-Z0-9]{8}\.js$/;
/** The ending of the packed file beside a script. */
const ENDINGS: Readonly<Record<UiEncoding, string>> = { br: '.br', gzip: '.gz' };
/** A year: what is behind a name never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

export const UI_HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

/** Answers with a script, compressed where the browser takes that. Throws GatewayError for anything else. */
export async function sendScript(
  request: FastifyRequest,
  reply: FastifyReply,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<FastifyReply> {
  if (!SCRIPT.test(name)) throw missing();
  const etag = `"${name}"`;
  const headers = { ...UI_HEADERS, 'cache-control': FOR_EVER, vary: 'accept-encoding', etag };
  if (header(request, 'if-none-match') === etag) return await reply.headers(headers).code(304).send();
  const { bytes, encoding } = await readSmallest(join(folder, name), acceptedEncodings(request));
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return await reply.headers(headers).type('text/javascript; charset=utf-8').send(bytes);
}

async function readSmallest(
  file: string,
  accepted: readonly UiEncoding[],
): Promise<{ readonly bytes: Buffer; readonly encoding?: UiEncoding }> {
  for (const encoding of accepted) {
    const bytes = await readFile(`${file}${ENDINGS[encoding]}`).catch(() => undefined);
    if (bytes !== undefined) return { bytes, encoding };
  }
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) throw missing();
  return { bytes };
}

function missing(): GatewayError {
  return new GatewayError('not-found', 'There is no such page.');
}
