import { describe, expect, it } from 'vitest';
import type { MediaSource } from '../../../../src/domain/chat.ts';
import { prepare, user } from './prepare.ts';

const base64 = (mediaType: string, text: string): MediaSource => ({
  kind: 'base64',
  mediaType,
  data: Buffer.from(text, 'latin1').toString('base64'),
});
const image = (source: MediaSource) => user({ type: 'image', source });
const document = (source: MediaSource, name?: string) => user('Read.', { type: 'document', source, name });
const formatOf = (source: MediaSource) =>
  prepare({ messages: [image(source)] }).messages?.[0]?.content[0]?.image?.format;
const nameOf = (source: MediaSource, name?: string) =>
  prepare({ messages: [document(source, name)] }).messages?.[0]?.content[1]?.document?.name ?? '';

describe('images', () => {
  it.each([
    ['image/png', 'png'],
    ['image/jpeg', 'jpeg'],
    ['image/jpg', 'jpeg'],
    ['IMAGE/GIF', 'gif'],
    ['image/webp; charset=binary', 'webp'],
  ])('case 15: %s is %s', (mediaType, format) => {
    expect(formatOf(base64(mediaType, 'data'))).toBe(format);
  });

  it('believes the bytes more than the label', () => {
    expect(formatOf(base64('image/png', '\xff\xd8\xff\xe0'))).toBe('jpeg');
  });

  it('takes data URLs and refuses addresses, naming the part', () => {
    expect(formatOf({ kind: 'url', url: 'data:image/png;base64,AAAA' })).toBe('png');
    const far = { kind: 'url' as const, url: 'http://169.254.169.254/latest' };
    expect(() => prepare({ messages: [user('A'), image(far)] })).toThrow(/messages\.1\.content\.0 .*data URL/);
  });

  it.each([base64('image/tiff', 'x'), { kind: 'base64' as const, mediaType: 'image/png', data: 'not base64!' }])(
    'refuses what the model could not read',
    (source) => expect(() => formatOf(source)).toThrow(/messages\.0\.content\.0/),
  );

  it('refuses images for a model that sees none', () => {
    expect(() => prepare({ messages: [image(base64('image/png', 'x'))] }, { capabilities: { images: false } })).toThrow(
      /does not take images/,
    );
  });
});

describe('documents', () => {
  it.each([
    ['application/pdf', 'pdf'],
    ['text/csv', 'csv'],
    ['text/plain', 'txt'],
    ['text/markdown', 'md'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ])('case 16: %s is %s', (mediaType, format) => {
    const sent = prepare({ messages: [document(base64(mediaType, 'x'))] });
    expect(sent.messages?.[0]?.content[1]?.document?.format).toBe(format);
  });

  it('case 18: the same content has the same name, other content another', () => {
    const pdf = base64('application/pdf', 'content of a paper');
    const spaced = pdf.kind === 'base64' ? { ...pdf, data: pdf.data.replace(/(.{4})/g, '$1\n') } : pdf;
    expect(nameOf(pdf)).toBe(nameOf(spaced));
    expect(nameOf(pdf)).not.toBe(nameOf(base64('application/pdf', 'content of a PAPER')));
  });

  it('keeps what Bedrock allows of a given name', () => {
    expect(nameOf(base64('application/pdf', 'x'), '../a__b  (1).pdf')).toMatch(/^a b \(1\) pdf [0-9a-f]{16}-pdf$/);
  });

  it('adds a text to a message that has none', () => {
    const messages = [user({ type: 'document', source: base64('application/pdf', 'x') })];
    expect(prepare({ messages }).messages?.[0]?.content[1]).toEqual({ text: 'See the document.' });
  });
});
