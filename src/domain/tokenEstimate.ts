/**
 * A rough count of tokens, for reservations and for answers that broke off before the provider counted them.
 * Latin text runs at about four characters a token, CJK text at about one.
 */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) >= FIRST_WIDE_CODE_UNIT) wide++;
  }
  return Math.ceil((text.length - wide) / LATIN_CHARACTERS_PER_TOKEN + wide);
}

const FIRST_WIDE_CODE_UNIT = 0x2e80;
const LATIN_CHARACTERS_PER_TOKEN = 4;

/** The same for a body of which only the size in bytes is known; an upper estimate, since JSON's own marks count too. */
export function estimateTokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / LATIN_CHARACTERS_PER_TOKEN);
}
