import {
  applyEdits,
  type FormattingOptions,
  getNodeValue,
  modify,
  type ParseError,
  type ParseOptions,
  parseTree,
} from 'jsonc-parser';
import { type JsonValue, parseJson } from '../../domain/json.ts';
import type { DocumentFormat, Location } from './documentFormat.ts';

const COMMENTS_ALLOWED: ParseOptions = { allowTrailingComma: true, disallowComments: false };

/** JSON without comments, as most programs read it. */
export const jsonFormat: DocumentFormat = {
  title: 'JSON',
  parse: (text) => toJsonValue(parseJson(text)),
  edit: editJson,
  write: (document) => JSON.stringify(document, null, 2),
};

/** JSON with comments and trailing commas, as VS Code and its relatives read it. */
export const jsoncFormat: DocumentFormat = {
  ...jsonFormat,
  parse: (text) => {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors, COMMENTS_ALLOWED);
    return root === undefined || errors.length > 0 ? undefined : toJsonValue(getNodeValue(root));
  },
};

function editJson(text: string, location: Location, value: JsonValue | undefined): string {
  const isArrayInsertion = false;
  return applyEdits(text, modify(text, [...location], value, { formattingOptions: layoutOf(text), isArrayInsertion }));
}

/** The text's own indentation and line ends. */
function layoutOf(text: string): FormattingOptions {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** Through JSON, so that all objects have the usual prototype. */
function toJsonValue(value: unknown): JsonValue | undefined {
  const copy: JsonValue | undefined = value === undefined ? undefined : JSON.parse(JSON.stringify(value));
  return copy;
}
