import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { LocationNode } from './locationTree.ts';
import type { SourceRange, TextPositions } from './textPositions.ts';

/** A document may not grow beyond this many values by repeating anchors. */
const MAX_VALUES = 50_000;

export interface WalkedDocument {
  readonly value: unknown;
  readonly location: LocationNode;
}

export interface WalkProblem {
  readonly message: string;
  readonly at: SourceRange;
}

/**
 * Turns parsed YAML into plain values and, beside them, the places they stand at. Anchors, aliases and merge keys
 * (`<<`) are followed; an alias that is unknown, contains itself, or makes the document explode becomes a problem.
 */
export function walkDocument(
  document: Document,
  positions: TextPositions,
  report: (problem: WalkProblem) => void,
): WalkedDocument {
  const walker = new Walker(document, positions, report);
  return walker.walk(document.contents, undefined, positions.range(0, 0));
}

class Walker {
  readonly #document: Document;
  readonly #positions: TextPositions;
  readonly #report: (problem: WalkProblem) => void;
  readonly #open = new Set<unknown>();
  #values = 0;

  constructor(document: Document, positions: TextPositions, report: (problem: WalkProblem) => void) {
    this.#document = document;
    this.#positions = positions;
    this.#report = report;
  }

  walk(node: unknown, key: SourceRange | undefined, parent: SourceRange): WalkedDocument {
    const range = this.#rangeOf(node) ?? key ?? parent;
    this.#values += 1;
    if (this.#values > MAX_VALUES) return this.#problem('Anchors make the document too large', range, key);
    if (isAlias(node)) return this.#alias(node, node.source, key, range);
    if (isScalar(node)) return { value: plainScalar(node.value), location: leaf(key, range) };
    if (!isMap(node) && !isSeq(node)) return { value: null, location: leaf(key, range) };
    if (this.#open.has(node)) return this.#problem('This anchor contains itself', range, key);
    this.#open.add(node);
    const walked = isMap(node) ? this.#map(node, key, range) : this.#list(node, key, range);
    this.#open.delete(node);
    return walked;
  }

  #alias(
    node: { resolve(document: Document): unknown },
    name: string,
    key: SourceRange | undefined,
    range: SourceRange,
  ): WalkedDocument {
    const target = node.resolve(this.#document);
    if (target === undefined) return this.#problem(`The alias *${name} has no anchor &${name} before it`, range, key);
    const walked = this.walk(target, key, range);
    return { value: walked.value, location: { key, value: range, children: walked.location.children } };
  }

  #list(node: YAMLSeq, key: SourceRange | undefined, range: SourceRange): WalkedDocument {
    const walked = node.items.map((item) => this.walk(item, undefined, range));
    const children = new Map(walked.map((item, index) => [String(index), item.location]));
    return { value: walked.map((item) => item.value), location: { key, value: range, children } };
  }

  #map(node: YAMLMap, key: SourceRange | undefined, range: SourceRange): WalkedDocument {
    const values = new Map<string, unknown>();
    const children = new Map<string, LocationNode>();
    const merged: WalkedDocument[] = [];
    for (const pair of node.items) {
      const name = keyName(pair);
      const walked = this.walk(pair.value, this.#rangeOf(pair.key), range);
      if (name === '<<' && typeof walked.value === 'object') merged.push(walked);
      else {
        values.set(name, walked.value);
        children.set(name, walked.location);
      }
    }
    for (const source of merged) mergeMissing(source, values, children);
    return { value: Object.fromEntries(values), location: { key, value: range, children } };
  }

  #rangeOf(node: unknown): SourceRange | undefined {
    const range = hasRange(node) ? node.range : undefined;
    if (!range) return undefined;
    return isScalar(node) ? this.#positions.range(range[0], range[1]) : this.#positions.firstLine(range[0], range[1]);
  }

  #problem(message: string, at: SourceRange, key: SourceRange | undefined): WalkedDocument {
    if (this.#values <= MAX_VALUES + 1) this.#report({ message, at });
    return { value: null, location: leaf(key, at) };
  }
}

/** A merge key gives a map, or a list of maps of which the earlier ones win. Keys of the map itself win over both. */
function mergeMissing(source: WalkedDocument, values: Map<string, unknown>, children: Map<string, LocationNode>): void {
  if (Array.isArray(source.value)) {
    source.value.forEach((value: unknown, index) => {
      const location = source.location.children.get(String(index));
      if (location !== undefined) mergeMissing({ value, location }, values, children);
    });
    return;
  }
  for (const [name, value] of Object.entries(source.value ?? {})) {
    const location = source.location.children.get(name);
    if (values.has(name) || location === undefined) continue;
    values.set(name, value);
    children.set(name, location);
  }
}

function leaf(key: SourceRange | undefined, value: SourceRange): LocationNode {
  return { key, value, children: new Map() };
}

function keyName(pair: Pair): string {
  return String(isScalar(pair.key) ? pair.key.value : pair.key);
}

function hasRange(node: unknown): node is { range: readonly [number, number, number] | null | undefined } {
  return typeof node === 'object' && node !== null && 'range' in node;
}

/** YAML tags can make dates and bytes; a config knows only what JSON knows. */
function plainScalar(value: unknown): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.toISOString();
  return value === undefined ? null : String(value);
}
