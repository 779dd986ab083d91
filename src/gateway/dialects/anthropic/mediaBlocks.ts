import { z } from 'zod';
import type { DocumentPart, ImagePart, MediaSource, TextPart } from '../../../domain/chat.ts';
import { cacheMark, toCacheControl } from './cacheMark.ts';
import { type BlockReader, readContent, readText } from './contentBlock.ts';
import { badField, readField } from './fieldPath.ts';
import type { Reading } from './reading.ts';

export type MediaPart = TextPart | ImagePart | DocumentPart;

const filled = z.string().min(1, 'must not be empty');
const source = z.looseObject({ type: z.string() });
const base64Source = z.looseObject({ media_type: filled, data: filled });
const urlSource = z.looseObject({ url: filled });
const textSource = z.looseObject({ data: filled });
const image = z.looseObject({ source, cache_control: cacheMark });
const document = z.looseObject({
  source,
  title: z.string().nullish(),
  context: z.string().nullish(),
  cache_control: cacheMark,
});
const searchResult = z.looseObject({
  title: z.string(),
  source: z.string(),
  content: z.array(z.looseObject({ text: z.string() })),
  cache_control: cacheMark,
});

export function readImage(block: unknown, path: string): readonly [ImagePart] {
  const read = readField(image, block, path);
  return [
    {
      type: 'image',
      source: readMediaSource(read.source, `${path}.source`),
      cacheControl: toCacheControl(read.cache_control),
    },
  ];
}

function readMediaSource(value: z.infer<typeof source>, path: string): MediaSource {
  switch (value.type) {
    case 'base64': {
      const { media_type: mediaType, data } = readField(base64Source, value, `${path}.base64`);
      return { kind: 'base64', mediaType: mediaType.toLowerCase(), data };
    }
    case 'url':
      return { kind: 'url', url: readField(urlSource, value, `${path}.url`).url };
    case 'file':
      throw badField(path, 'file ids are not kept here; send the content as base64');
    default:
      throw badField(path, `a source of type '${value.type}' is not taken here`);
  }
}

/** A document; its `context` becomes a text before it, and images of a `content` source follow it. */
export function readDocument(block: unknown, path: string, reading: Reading): readonly MediaPart[] {
  const read = readField(document, block, path);
  const content = documentContent(read.source, `${path}.source`, reading);
  const context = read.context ?? '';
  const head: DocumentPart = {
    type: 'document',
    source: content.source,
    name: read.title ?? undefined,
    cacheControl: toCacheControl(read.cache_control),
  };
  return [...(context === '' ? [] : [{ type: 'text', text: context } as const]), head, ...content.images];
}

interface DocumentContent {
  readonly source: MediaSource;
  readonly images: readonly ImagePart[];
}

const INNER_BLOCKS: ReadonlyMap<string, BlockReader<TextPart | ImagePart>> = new Map<
  string,
  BlockReader<TextPart | ImagePart>
>([
  ['text', readText],
  ['image', readImage],
]);

function documentContent(value: z.infer<typeof source>, path: string, reading: Reading): DocumentContent {
  if (value.type === 'text') {
    return { source: plainText(readField(textSource, value, `${path}.text`).data), images: [] };
  }
  if (value.type !== 'content') return { source: readMediaSource(value, path), images: [] };
  const parts = readContent(value['content'], `${path}.content`, INNER_BLOCKS, reading);
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
  return { source: plainText(text), images: parts.filter((part) => part.type === 'image') };
}

function plainText(text: string): MediaSource {
  return { kind: 'base64', mediaType: 'text/plain', data: Buffer.from(text).toString('base64') };
}

/** A search result as text: the other services have no block for it. */
export function readSearchResult(block: unknown, path: string): readonly [TextPart] {
  const { title, source: origin, content, cache_control: mark } = readField(searchResult, block, path);
  const text = [`${title}\n${origin}`, ...content.map((part) => part.text)].join('\n\n');
  return [{ type: 'text', text, cacheControl: toCacheControl(mark) }];
}
