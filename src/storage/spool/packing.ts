import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Shorter texts gain little. */
const SHORTEST = 1024;
const GZIP_MARK = 0x1f;

/** A text as bytes, compressed off the event loop's thread where that is worth it. JSON never begins with gzip's mark. */
export async function pack(text: string): Promise<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length < SHORTEST ? bytes : await compress(bytes);
}

export async function unpack(bytes: Buffer): Promise<string> {
  return (bytes[0] === GZIP_MARK ? await expand(bytes) : bytes).toString('utf8');
}
