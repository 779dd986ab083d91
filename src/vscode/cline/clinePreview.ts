import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ClinePlan } from '../../clients/cline/planClineConfiguration.ts';

const SCHEME = 'torii-preview';
type Side = 'before' | 'after';

/** Shows what a plan would change in the editor's own diff view. The texts have their secrets covered. */
export class ClinePreview implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  async show(plan: ClinePlan, title: string): Promise<void> {
    this.#texts.clear();
    const changed = plan.files.filter(({ action }) => action === 'create' || action === 'change');
    const resources = changed.map(({ file, preview }, index) => [
      vscode.Uri.file(file.path),
      this.#put(file.path, index, 'before', preview.before),
      this.#put(file.path, index, 'after', preview.after),
    ]);
    await vscode.commands.executeCommand('vscode.changes', title, resources);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #put(path: string, index: number, side: Side, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${side}/${index}/${basename(path)}` });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}
