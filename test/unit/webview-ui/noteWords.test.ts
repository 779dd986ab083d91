import { describe, expect, it } from 'vitest';
import { factsOf } from '../../../src/domain/noteFacts.ts';
import { say } from '../../../src/domain/noteTexts.ts';
import type { NoteCode } from '../../../src/protocol/notes.ts';
import { createFormatter } from '../../../webview-ui/src/format/formatter.ts';
import { noteName, noteWords } from '../../../webview-ui/src/requests/noteWords.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { ja } from '../../../webview-ui/src/strings/ja.ts';

const noteOf = (code: NoteCode, detail: string) => ({ code, detail, facts: [...factsOf({ code, detail })] });
const english = createFormatter('en-US', 'UTC', en.units);
const japanese = createFormatter('ja', 'Asia/Tokyo', ja.units);
const placeholders = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe('a note of the gateway', () => {
  it('is in the reader’s language, with its figures as everywhere else', () => {
    const note = noteOf('cache-plan', 'automatic: tools.11 (~3900 tokens), messages.14 (~9000 tokens)');
    expect(noteWords(en, english, note)).toBe('set by Torii, tools (~3,900 tokens), message 15 (~9,000 tokens)');
    expect(noteWords(ja, japanese, note)).toBe(
      'Torii が設定、ツール（約 3,900 トークン）、メッセージ 15（約 9,000 トークン）',
    );
    expect(noteName(ja, note.code)).toBe('キャッシュポイント');
  });

  it('names models and settings as they are', () => {
    const note = noteOf('inference-profile', say('asked-for-as', { model: 'nova-pro', profile: 'us.nova-pro' }));
    expect(noteWords(ja, japanese, note)).toBe('nova-pro は us.nova-pro として呼び出されます');
  });

  it('stands as the gateway put it where there are no words for it', () => {
    expect(noteWords(ja, japanese, noteOf('parameters-dropped', 'temperature'))).toBe('temperature');
    const newer = { detail: 'said anew', facts: [{ text: 'of-a-newer-gateway', values: {} }] };
    expect(noteWords(ja, japanese, newer)).toBe('said anew');
    expect(noteName(ja, 'of-a-newer-gateway')).toBe('of-a-newer-gateway');
  });

  it('has room for the same values in both languages', () => {
    const values = (texts: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, placeholders(text)]));
    expect(values(ja.notes.texts)).toEqual(values(en.notes.texts));
  });
});
