import { randomBytes } from 'node:crypto';
import { chmodSync, constants, copyFileSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { GatewayError, messageOf } from '../../domain/errors.ts';
import { errorCode } from '../storageErrors.ts';

const KEY_BYTES = 32;
const PRIVATE_FILE = 0o600;

/**
 * The vault's key from its file, which is made (0600) where it is missing. Of several processes that make it at once
 * all get the same key. Throws GatewayError `unavailable` where the file cannot be read, made, or is no key.
 */
export function readVaultKey(file: string): Uint8Array {
  try {
    return readKey(file) ?? makeKey(file);
  } catch (cause) {
    if (cause instanceof GatewayError) throw cause;
    const reason = messageOf(cause);
    throw unusable(file, `cannot be used: ${reason}`, cause);
  }
}

function readKey(file: string): Uint8Array | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT') return undefined;
    throw thrown;
  }
  const key = Buffer.from(text, 'base64url');
  if (key.length !== KEY_BYTES) throw unusable(file, 'holds no key');
  chmodSync(file, PRIVATE_FILE);
  return key;
}

/** Written under another name first and linked, so that nobody reads half a key. */
function makeKey(file: string): Uint8Array {
  const key = randomBytes(KEY_BYTES);
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`;
  try {
    writeFileSync(partial, `${key.toString('base64url')}\n`, { mode: PRIVATE_FILE, flag: 'wx' });
    publish(partial, file);
    return key;
  } catch (thrown) {
    const theirs = errorCode(thrown) === 'EEXIST' ? readKey(file) : undefined;
    if (theirs === undefined) throw thrown;
    return theirs;
  } finally {
    rmSync(partial, { force: true });
  }
}

/** Fails where the file exists. Some file systems have no links; there it is copied. */
function publish(partial: string, file: string): void {
  try {
    linkSync(partial, file);
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') throw thrown;
    copyFileSync(partial, file, constants.COPYFILE_EXCL);
  }
}

function unusable(file: string, problem: string, cause?: unknown): GatewayError {
  return new GatewayError(
    'unavailable',
    `The key file ${file} ${problem}. Delete it to begin a new vault; thinking that was kept is forgotten then.`,
    { retryable: false, cause },
  );
}
