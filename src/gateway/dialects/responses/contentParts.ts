import { z } from 'zod';
import type { DocumentPart, ImagePart, MediaSource, TextPart } from '../../../domain/chat.ts';
import { badField, readAs } from './readAs.ts';

type MediaPart = TextPart | ImagePart | DocumentPart;

const anyPart = z.looseObject({ type: z.string() });
const textPart = z.looseObject({ text: z.string() });
const refusalPart = z.looseObject({ refusal: z.string() });
const imagePart = z.looseObject({
  image_url: z.union([z.string(), z.looseObject({ url: z.string() })]).nullish(),
});
const filePart = z.looseObject({
  file_data: z.string().nullish(),
  file_url: z.string().nullish(),
  filename: z.string().nullish(),
});

/** A message's or a tool result's content: a string, or a list of parts. `path` is where it stands, for errors. */
export function readContent(content: unknown, path: string): readonly MediaPart[] {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) throw badField(path, 'must be a string or a list of content parts');
  return content.map((part, index) => readPart(part, `${path}.${index}`));
}

function readPart(value: unknown, path: string): MediaPart {
  const { type } = readAs(anyPart, value, path);
  switch (type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', text: readAs(textPart, value, path).text };
    case 'refusal':
      return { type: 'text', text: readAs(refusalPart, value, path).refusal };
    case 'input_image':
      return readImage(value, path);
    case 'input_file':
      return readFile(value, path);
    default:
      throw badField(
        path,
        `content part of type '${type}' is not supported; use one of: input_text, output_text, input_image, input_file`,
      );
  }
}

function readImage(value: unknown, path: string): ImagePart {
  const { image_url: image } = readAs(imagePart, value, path);
  const url = typeof image === 'string' ? image : image?.url;
  if (url === undefined) throw badField(path, 'an image needs image_url; file ids are not kept here');
  return { type: 'image', source: toSource(url, path) };
}

function readFile(value: unknown, path: string): DocumentPart {
  const file = readAs(filePart, value, path);
  const url = file.file_data ?? file.file_url ?? undefined;
  if (url === undefined) throw badField(path, 'a file needs file_data or file_url; file ids are not kept here');
  return { type: 'document', source: toSource(url, path), name: file.filename ?? undefined };
}

function toSource(url: string, path: string): MediaSource {
  if (/^https?:\/\//i.test(url)) return { kind: 'url', url };
  const match = /^data:([^;,]*)(?:;[^;,]*)*;base64,/i.exec(url);
  if (match === null) throw badField(path, 'expected an http(s) URL or a data: URL with base64 (data:<type>;base64,…)');
  return { kind: 'base64', mediaType: (match[1] ?? '').toLowerCase(), data: url.slice(match[0].length) };
}
