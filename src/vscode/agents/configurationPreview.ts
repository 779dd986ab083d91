import * as vscode from 'vscode';
import { type FilePlan, isWritten } from '../../clients/filePlan.ts';
import type { ConfigurationPlan } from '../../clients/planConfiguration.ts';

const SCHEME = 'torii-preview';
type Side = 'before' | 'after';
type DiffEntry = [label: vscode.Uri, original: vscode.Uri | undefined, modified: vscode.Uri];

/** Shows what a plan would change in the editor's own diff view. The texts have their secrets covered. */
export class ConfigurationPreview implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Resolves when the diff is open; the result closes it again. */
  async show(plan: ConfigurationPlan, title: string): Promise<() => Promise<void>> {
    this.#texts.clear();
    const changed = plan.files.filter(isWritten);
    await vscode.commands.executeCommand(
      'vscode.changes',
      title,
      changed.map((file) => this.#entry(file)),
    );
    return () => closeTabs(title);
  }

  dispose(): void {
    this.#registration.dispose();
  }

  #entry({ file, action, preview }: FilePlan): DiffEntry {
    const original = action === 'create' ? undefined : this.#put(file.path, 'before', preview.before);
    return [vscode.Uri.file(file.path), original, this.#put(file.path, 'after', preview.after)];
  }

  #put(path: string, side: Side, text: string): vscode.Uri {
    const uri = vscode.Uri.file(path).with({ scheme: SCHEME, query: side });
    this.#texts.set(uri.toString(), text);
    return uri;
  }
}

/** The editor adds the number of files to the title. */
async function closeTabs(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ label }) => label.startsWith(title));
  await vscode.window.tabGroups.close(tabs);
}
