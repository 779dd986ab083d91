import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../../domain/errors.ts';
import {
  type DashboardParts,
  dashboardPage,
  dashboardPartsSchema,
  PARTS_FILE,
  pageLanguage,
} from '../../protocol/dashboardPage.ts';
import { acceptedEncodings, pack, type UiEncoding } from './uiEncoding.ts';
import { UI_HEADERS } from './uiFiles.ts';

interface Build {
  readonly parts: DashboardParts;
  readonly writtenAt: number;
  /** Packed pages by what makes them differ: language, reader and encoding. */
  readonly packed: Map<string, Promise<Buffer>>;
}

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
  #build: Build | undefined;

  constructor(folder: string) {
    this.#file = join(folder, PARTS_FILE);
  }

  /** Compressed where the browser takes that. Throws GatewayError where the dashboard was not built. */
  async send(request: FastifyRequest, reply: FastifyReply, isAdmin: boolean): Promise<FastifyReply> {
    const build = await this.#current();
    const language = pageLanguage((request.headers['accept-language'] ?? '').trim());
    const page = { surface: 'browser', language, folder: '', isAdmin } as const;
    const [encoding] = acceptedEncodings(request);
    const vary = 'cookie, accept-language, accept-encoding';
    const headers = { 'content-security-policy': policy(build.parts.styleHash), 'cache-control': 'no-cache', vary };
    reply.headers({ ...UI_HEADERS, ...headers }).type('text/html; charset=utf-8');
    if (encoding === undefined) return await reply.send(dashboardPage(build.parts, page));
    return await reply.header('content-encoding', encoding).send(await packed(build, page, encoding));
  }

  /** Read once, and again after the next build. */
  async #current(): Promise<Build> {
    const { mtimeMs } = await stat(this.#file).catch(() => ({ mtimeMs: undefined }));
    if (mtimeMs === undefined) throw new GatewayError('not-found', 'The files of the dashboard are missing.');
    if (this.#build?.writtenAt !== mtimeMs) {
      const text = await readFile(this.#file, 'utf8');
      const parts = dashboardPartsSchema.parse(JSON.parse(text));
      this.#build = { parts, writtenAt: mtimeMs, packed: new Map() };
    }
    return this.#build;
  }
}

function packed(build: Build, page: Parameters<typeof dashboardPage>[1], encoding: UiEncoding): Promise<Buffer> {
  const name = `${page.language} ${page.isAdmin} ${encoding}`;
  const known = build.packed.get(name);
  if (known !== undefined) return known;
  const bytes = pack(dashboardPage(build.parts, page), encoding);
  build.packed.set(name, bytes);
  return bytes;
}
