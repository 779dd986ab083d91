import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../domain/errors.ts';
import { type DashboardParts, dashboardPage, dashboardPartsSchema, PARTS_FILE } from '../../protocol/dashboardPage.ts';
import { header } from '../requestFacts.ts';

/** Scripts as the build names them, with a hash of their content; every other name is not looked for. */
const SCRIPT = /^[A-Za-z]+-[A-Z0-9]{8}\.js$/;
/** By the name in `accept-encoding`, the ending of the file beside the script: smallest first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
/** A year: what is behind a name never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

function policy(styleHash: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'sha256-${styleHash}'`,
    `font-src 'self' data:`,
    `img-src 'self' data:`,
    `connect-src 'self'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
  ].join('; ');
}

/** The page in the language of whoever asks, made of what the build left in a folder. */
export class UiPage {
  readonly #file: string;
  #read: { readonly parts: DashboardParts; readonly writtenAt: number } | undefined;

  constructor(folder: string) {
    this.#file = join(folder, PARTS_FILE);
  }

  /** Throws GatewayError where the dashboard was not built. */
  async send(request: FastifyRequest, reply: FastifyReply, isAdmin: boolean): Promise<FastifyReply> {
    const parts = await this.#parts();
    const language = (request.headers['accept-language'] ?? '').trim();
    const html = dashboardPage(parts, { surface: 'browser', language, folder: '', isAdmin });
    const headers = { 'content-security-policy': policy(parts.styleHash), 'cache-control': 'no-cache', vary: 'cookie' };
    return await reply
      .headers({ ...HEADERS, ...headers })
      .type('text/html')
      .send(html);
  }

  /** Read once, and again after the next build. */
  async #parts(): Promise<DashboardParts> {
    const { mtimeMs } = await stat(this.#file).catch(() => ({ mtimeMs: undefined }));
    if (mtimeMs === undefined) throw new GatewayError('not-found', 'The files of the dashboard are missing.');
    if (this.#read?.writtenAt !== mtimeMs) {
      const text = await readFile(this.#file, 'utf8');
      this.#read = { parts: dashboardPartsSchema.parse(JSON.parse(text)), writtenAt: mtimeMs };
    }
    return this.#read.parts;
  }
}

/** Answers with a script, compressed where the browser takes that. Throws GatewayError for anything else. */
export async function sendScript(
  request: FastifyRequest,
  reply: FastifyReply,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<FastifyReply> {
  if (!SCRIPT.test(name)) throw missing();
  const etag = `"${name}"`;
  const headers = { ...HEADERS, 'cache-control': FOR_EVER, vary: 'accept-encoding', etag };
  if (header(request, 'if-none-match') === etag) return await reply.headers(headers).code(304).send();
  const accepted = header(request, 'accept-encoding') ?? '';
  const { bytes, encoding } = await readSmallest(join(folder, name), accepted);
  if (encoding !== undefined) reply.header('content-encoding', encoding);
  return await reply.headers(headers).type('text/javascript; charset=utf-8').send(bytes);
}

async function readSmallest(file: string, accepted: string): Promise<{ bytes: Buffer; encoding?: string }> {
  for (const [encoding, ending] of ENCODINGS) {
    if (!new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
    const bytes = await readFile(`${file}${ending}`).catch(() => undefined);
    if (bytes !== undefined) return { bytes, encoding };
  }
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) throw missing();
  return { bytes };
}

function missing(): GatewayError {
  return new GatewayError('not-found', 'There is no such page.');
}
