import * as vscode from 'vscode';
import type { ConfigSchemaFile } from './configSchemaFile.ts';
import { indentOf, keyOnLine, keysAbove } from './keyPath.ts';
import { keysAt, nodeAt, type SchemaNode, valuesOf } from './schemaWalk.ts';

/** Whether this extension has to help with a document: another one may do so from the same schema. */
export type HelpsWith = (document: vscode.TextDocument) => boolean;

const MODEL_NAME = /^\s*-?\s*model_name:\s*["']?([^"'#\n]+?)["']?\s*(?:#.*)?$/gm;

/** Keys of the config with what they mean, words behind them, and model names in chains. */
export class ConfigCompletions implements vscode.CompletionItemProvider, vscode.HoverProvider {
  readonly #schema: ConfigSchemaFile;
  readonly #helpsWith: HelpsWith;

  constructor(schema: ConfigSchemaFile, helpsWith: HelpsWith) {
    this.#schema = schema;
    this.#helpsWith = helpsWith;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    if (!this.#helpsWith(document)) return [];
    const root = await this.#schema.root();
    const lines = document.getText().split(/\r?\n/);
    const before = (lines[position.line] ?? '').slice(0, position.character);
    const key = keyOnLine(`${before.trimEnd()} `.replace(/:\s*[^:]*$/, ':'));
    if (/:\s/.test(before) && key !== undefined) {
      const path = keysAbove(lines, position.line, key.column);
      return [...valueItems(root, [...path, key.name], document.getText())];
    }
    const path = keysAbove(lines, position.line, indentOf(before));
    return [...keyItems(root, path), ...valueItems(root, path, document.getText())];
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    if (!this.#helpsWith(document)) return undefined;
    const lines = document.getText().split(/\r?\n/);
    const key = keyOnLine(lines[position.line] ?? '');
    if (key === undefined) return undefined;
    const { name, column } = key;
    if (position.character < column || position.character > column + name.length) return undefined;
    const path = [...keysAbove(lines, position.line, column), name];
    const description = nodeAt(await this.#schema.root(), path)?.description;
    if (description === undefined) return undefined;
    const range = new vscode.Range(position.line, column, position.line, column + name.length);
    return new vscode.Hover(new vscode.MarkdownString(description), range);
  }
}

function keyItems(root: SchemaNode, path: readonly string[]): readonly vscode.CompletionItem[] {
  return [...keysAt(root, path)].map(([name, node]) => {
    const item = new vscode.CompletionItem(name, vscode.CompletionItemKind.Property);
    item.insertText = `${name}: `;
    if (node.description !== undefined) item.documentation = new vscode.MarkdownString(node.description);
    return item;
  });
}

function valueItems(root: SchemaNode, path: readonly string[], text: string): readonly vscode.CompletionItem[] {
  const names = path.some((step) => step.endsWith('fallbacks')) ? modelNames(text) : [];
  const node = nodeAt(root, path);
  const words = node === undefined ? [] : valuesOf(node);
  return [
    ...names.map((name) => new vscode.CompletionItem(name, vscode.CompletionItemKind.Reference)),
    ...words.map((word) => new vscode.CompletionItem(word, vscode.CompletionItemKind.EnumMember)),
  ];
}

function modelNames(text: string): readonly string[] {
  return [...new Set([...text.matchAll(MODEL_NAME)].flatMap((match) => match[1] ?? []))];
}
