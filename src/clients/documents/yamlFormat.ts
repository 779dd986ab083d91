import { type Document, parseDocument, stringify } from 'yaml';
import { isObject, type JsonValue } from '../../domain/json.ts';
import type { DocumentFormat, Location } from './documentFormat.ts';

/** YAML of one document. Comments, anchors, quotes and block texts stay; indentation becomes regular. */
export const yamlFormat: DocumentFormat = {
  title: 'YAML',
  parse: (text) => {
    const document = parseDocument(text);
    return document.errors.length > 0 ? undefined : toValue(document);
  },
  edit: (text, location, value) => {
    const document: Document = parseDocument(text);
    if (value === undefined) document.deleteIn(location);
    else if (isEmpty(document)) document.contents = document.createNode(nest(location, value));
    else document.setIn(location, isObject(value) || Array.isArray(value) ? document.createNode(value) : value);
    return toText(document, text);
  },
  write: (document) => stringify(document, { lineWidth: 0 }),
};

/** A file of comments alone is an empty map. */
function toValue(document: Document): JsonValue | undefined {
  const value: JsonValue | undefined = JSON.parse(JSON.stringify(document.toJS() ?? {}));
  return value;
}

function isEmpty(document: Document): boolean {
  const value: unknown = document.toJS();
  return value === null || value === undefined;
}

function nest(location: Location, value: JsonValue): JsonValue {
  return location.reduceRight<JsonValue>((inner, step) => (step === 0 ? [inner] : { [step]: inner }), value);
}

function toText(document: Document, old: string): string {
  const text = document.toString({ lineWidth: 0, indent: indentOf(old), indentSeq: indentsLists(old) });
  return old.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}

function indentOf(text: string): number {
  const spaces = /^[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n( +)[^\s#-]/m.exec(text)?.[1]?.length;
  return spaces ?? 2;
}

/** Whether the text's lists stand deeper than their key. */
function indentsLists(text: string): boolean {
  return !/^[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\r?\n- /m.test(text);
}
