import { japaneseSentences } from './japanese/japaneseSentences.ts';
import { Translator } from './translator.ts';

const translator = new Translator(japaneseSentences, { stop: '。', separator: '' });

/** What the gateway said in English, in Japanese; as it came where it is not Torii's own sentence. */
export function inJapanese(text: string): string {
  return translator.translate(text) ?? text;
}
