import * as vscode from 'vscode';
import type { Disposable } from '../listeners.ts';

const SCHEME = 'torii-answer';
/** A pair is needed as long as its tab is open; older ones make room. */
const MOST_KEPT = 40;

/** Texts of answers, for the editor's own diff view. */
export class AnswerDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  #count = 0;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  async compare(before: string, after: string, title: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.diff', this.#keep(before), this.#keep(after), title);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #keep(text: string): vscode.Uri {
    this.#count += 1;
    const path = `/answer-${this.#count}.md`;
    this.#texts.set(path, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST_KEPT && oldest !== undefined) this.#texts.delete(oldest);
    return vscode.Uri.from({ scheme: SCHEME, path });
  }
}
