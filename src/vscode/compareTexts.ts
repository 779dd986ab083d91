import * as vscode from 'vscode';

const SCHEME = 'torii-compare';
const MOST_TEXTS = 20;

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Two texts side by side in the editor's own diff view; nothing is written anywhere. The latest ones are kept. */
export class TextComparison implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly #texts = new Map<string, string>();
  #count = 0;

  async show(left: NamedText, right: NamedText): Promise<void> {
    const round = ++this.#count;
    const [before, after] = [this.#keep(round, left), this.#keep(round, right)];
    await vscode.commands.executeCommand('vscode.diff', before, after, `${left.name} ↔ ${right.name}`);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #keep(round: number, { name, text }: NamedText): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${round}/${name.replaceAll('/', '-')}.md` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MOST_TEXTS && oldest !== undefined) this.#texts.delete(oldest);
    return uri;
  }
}
