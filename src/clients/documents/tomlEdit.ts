/**
 * Sets and removes single values of a TOML text by the positions of its syntax tree; all other characters stay. The
 * caller compares the result with what it should say, so the rare constructions that this does not know are refused
 * there, not damaged here.
 */
import { type AST, parseTOML } from 'toml-eslint-parser';
import type { JsonValue } from '../../domain/json.ts';
import { tomlKey, tomlValue } from './tomlText.ts';

type Path = readonly string[];

interface Entry {
  readonly path: Path;
  readonly node: AST.TOMLKeyValue;
}

/** Replaces the value where it stands, else adds it to its table, else adds the table at the end. */
export function setTomlValue(text: string, path: Path, value: JsonValue): string {
  const tree = treeOf(text);
  const same = entriesOf(tree).find((entry) => isSame(entry.path, path));
  if (same !== undefined) return splice(text, same.node.value.range, tomlValue(value));
  const parent = path.slice(0, -1);
  const line = `${tomlKey(path.at(-1) ?? '')} = ${tomlValue(value)}`;
  const inline = entriesOf(tree).find((entry) => isSame(entry.path, parent) && isInlineTable(entry.node.value));
  if (inline !== undefined) return addToInlineTable(text, inline.node, line);
  if (parent.length === 0) return addAtRoot(text, tree, line);
  const table = tablesOf(tree).find((candidate) => isSame(candidate.resolvedKey.map(String), parent));
  if (table === undefined) return addTable(text, parent, line);
  return insertAfter(text, table.body.at(-1)?.range[1] ?? headerEnd(text, table), line);
}

/** Removes a value with its line, or a table with everything below it. */
export function removeTomlValue(text: string, path: Path): string {
  const tree = treeOf(text);
  const table = tablesOf(tree).find((candidate) => startsWith(candidate.resolvedKey.map(String), path));
  if (table !== undefined) return removeTomlValue(cutLines(text, table.range), path);
  const entry = entriesOf(tree).find((candidate) => startsWith(candidate.path, path));
  if (entry === undefined) return text;
  return removeTomlValue(cutEntry(text, entry.node), path);
}

function treeOf(text: string): AST.TOMLTopLevelTable {
  return parseTOML(text, { tomlVersion: '1.0' }).body[0];
}

function tablesOf(tree: AST.TOMLTopLevelTable): readonly AST.TOMLTable[] {
  return tree.body.filter((node) => node.type === 'TOMLTable');
}

/** Every `key = value` with its whole path, those inside of inline tables behind their table's. */
function entriesOf(tree: AST.TOMLTopLevelTable): readonly Entry[] {
  return tree.body.flatMap((node) =>
    node.type === 'TOMLTable'
      ? node.body.flatMap((pair) => entriesBelow(pair, node.resolvedKey.map(String)))
      : entriesBelow(node, []),
  );
}

function entriesBelow(node: AST.TOMLKeyValue, above: Path): readonly Entry[] {
  const path = [...above, ...node.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))];
  const inner = isInlineTable(node.value) ? node.value.body.flatMap((pair) => entriesBelow(pair, path)) : [];
  return [{ path, node }, ...inner];
}

function isInlineTable(node: AST.TOMLContentNode): node is AST.TOMLInlineTable {
  return node.type === 'TOMLInlineTable';
}

function addToInlineTable(text: string, node: AST.TOMLKeyValue, line: string): string {
  const body = isInlineTable(node.value) ? node.value.body : [];
  const last = body.at(-1);
  if (last === undefined) return splice(text, node.value.range, `{ ${line} }`);
  return splice(text, [last.range[1], last.range[1]], `, ${line}`);
}

/** Behind the last value of the root, since what follows a table's header belongs to that table. */
function addAtRoot(text: string, tree: AST.TOMLTopLevelTable, line: string): string {
  const last = tree.body.findLast((node) => node.type === 'TOMLKeyValue');
  if (last !== undefined) return insertAfter(text, last.range[1], line);
  return tree.body.length === 0 ? appendLines(text, line) : `${line}${eol(text)}${eol(text)}${text}`;
}

function addTable(text: string, path: Path, line: string): string {
  const header = `[${path.map(tomlKey).join('.')}]`;
  const gap = text.trim() === '' ? '' : eol(text);
  return appendLines(text, `${gap}${header}${eol(text)}${line}`);
}

function appendLines(text: string, lines: string): string {
  const start = text === '' || text.endsWith('\n') ? text : `${text}${eol(text)}`;
  return `${start}${lines}${eol(text)}`;
}

/** A new line below the one that `offset` is on, whose comment stays with it. */
function insertAfter(text: string, offset: number, line: string): string {
  const end = lineEnd(text, offset);
  const at = text[end - 1] === '\r' ? end - 1 : end;
  return splice(text, [at, at], `${eol(text)}${line}`);
}

function headerEnd(text: string, table: AST.TOMLTable): number {
  return text.indexOf(']', table.key.range[1]);
}

function cutEntry(text: string, node: AST.TOMLKeyValue): string {
  if (node.parent.type !== 'TOMLInlineTable') return cutLines(text, node.range);
  const pairs = node.parent.body;
  const index = pairs.indexOf(node);
  const next = pairs[index + 1];
  const previous = pairs[index - 1];
  if (next !== undefined) return splice(text, [node.range[0], next.range[0]], '');
  return splice(text, [previous?.range[1] ?? node.range[0], node.range[1]], '');
}

/** Removes whole lines, and the empty ones above them. */
function cutLines(text: string, [from, to]: AST.Range): string {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const end = Math.min(lineEnd(text, to) + 1, text.length);
  const above = text.slice(0, start);
  return `${end === text.length ? above.replace(/(\r?\n)(?:[ \t]*\r?\n)+$/, '$1') : above}${text.slice(end)}`;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end;
}

function splice(text: string, [from, to]: AST.Range, inserted: string): string {
  return `${text.slice(0, from)}${inserted}${text.slice(to)}`;
}

function eol(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function isSame(left: Path, right: Path): boolean {
  return left.length === right.length && startsWith(left, right);
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((name, index) => path[index] === name);
}
