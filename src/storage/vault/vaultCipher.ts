import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what the vault keeps, and blinds the keys that it is found by, so that the file tells nothing of either. */
export class VaultCipher {
  readonly #contentKey: Buffer;
  readonly #lookupKey: Buffer;

  /** `secret` is the home's vault key; two keys are derived from it for each purpose. */
  constructor(secret: Uint8Array, purpose = 'torii thinking vault') {
    this.#contentKey = derive(secret, `${purpose}: content`);
    this.#lookupKey = derive(secret, `${purpose}: lookup`);
  }

  /** What a key looks like in the database; the parts cannot run into each other. */
  lookup(...parts: readonly string[]): string {
    return createHmac('sha256', this.#lookupKey).update(JSON.stringify(parts)).digest('base64url');
  }

  /** Nonce, tag, ciphertext. A nonce comes from the system itself: a predictable one would break the cipher. */
  seal(text: string, belongsTo: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#contentKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(belongsTo));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  /** Undefined where the bytes were sealed with another key, for another owner, or have been changed. */
  open(sealed: Uint8Array, belongsTo: string): string | undefined {
    try {
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv(ALGORITHM, this.#contentKey, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(belongsTo));
      decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const body = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([body, decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

function derive(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, KEY_BYTES));
}
