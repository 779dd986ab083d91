import type { Strings } from './strings.ts';

/** The words for a language tag such as `ja` or `ja-JP`; English for any other. Each language is a file of its own. */
export async function loadStrings(language: string): Promise<Strings> {
  return isJapanese(language) ? (await import('./ja.ts')).ja : (await import('./en.ts')).en;
}

/** Locale for Intl, of the same language as the words. */
export function localeFor(language: string): string {
  return isJapanese(language) ? 'ja' : 'en-US';
}

function isJapanese(language: string): boolean {
  return language === 'ja' || language.startsWith('ja-');
}
