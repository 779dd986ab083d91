import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Strings } from './strings.ts';

/** The words for a language tag such as `ja` or `ja-JP`; English for any other. */
export function stringsFor(language: string): Strings {
  return isJapanese(language) ? ja : en;
}

/** Locale for Intl, of the same language as the words. */
export function localeFor(language: string): string {
  return isJapanese(language) ? 'ja' : 'en-US';
}

function isJapanese(language: string): boolean {
  return language === 'ja' || language.startsWith('ja-');
}
