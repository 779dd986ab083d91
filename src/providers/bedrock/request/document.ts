import { createHash } from 'node:crypto';
import type { DocumentBlock } from '@aws-sdk/client-bedrock-runtime';
import type { DocumentPart } from '../../../domain/chat.ts';
import { badRequest } from '../badRequest.ts';
import { toMediaBytes } from './mediaSource.ts';

type DocumentFormat = NonNullable<DocumentBlock['format']>;

const FORMATS: ReadonlyMap<string, DocumentFormat> = new Map([
  ['application/pdf', 'pdf'],
  ['text/csv', 'csv'],
  ['application/csv', 'csv'],
  ['application/msword', 'doc'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
  ['application/vnd.ms-excel', 'xls'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/html', 'html'],
  ['text/plain', 'txt'],
  ['application/json', 'txt'],
  ['application/xml', 'txt'],
  ['application/x-yaml', 'txt'],
  ['text/markdown', 'md'],
  ['text/x-markdown', 'md'],
]);

const LONGEST_NAME = 200;
const HASH_LENGTH = 16;

/** A document for Converse. Throws `bad-request` for a format that Bedrock does not read. */
export function toDocumentBlock(part: DocumentPart, path: string): DocumentBlock {
  const { mediaType, bytes } = toMediaBytes(part.source, path);
  // Source code and the like is text as well, whatever language it is in.
  const format = FORMATS.get(mediaType) ?? (mediaType.startsWith('text/') ? 'txt' : undefined);
  if (format === undefined) {
    throw badRequest(
      `${path}: unsupported document type "${mediaType}". Bedrock takes pdf, csv, doc, docx, xls, xlsx, html, txt and md.`,
      path,
    );
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, HASH_LENGTH);
  return { format, name: documentName(part.name, hash, format), source: { bytes } };
}

/**
 * A name of letters, digits, single spaces, hyphens, parentheses and brackets (Bedrock's rule), with a hash of the
 * content: the same document keeps its name, which keeps a cached prompt valid, and two documents never share one.
 */
function documentName(given: string | undefined, hash: string, format: string): string {
  const suffix = `${hash}-${format}`;
  const base = (given ?? '').replace(/[^a-zA-Z0-9()[\]-]+/g, ' ').trim();
  return `${(base === '' ? 'Document' : base).slice(0, LONGEST_NAME - suffix.length - 1).trim()} ${suffix}`;
}
