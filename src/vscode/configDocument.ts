import * as vscode from 'vscode';

/**
 * A change on disk would stand against what is unsaved in an open editor. False where the user would rather not save,
 * and nothing may be written.
 */
export async function saveOpenConfig(file: string): Promise<boolean> {
  const open = vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => uri.scheme === 'file' && uri.fsPath === file && isDirty,
  );
  if (open === undefined) return true;
  const save = vscode.l10n.t('Save and Go On');
  const text = vscode.l10n.t('The config has unsaved changes. They are saved first.');
  if ((await vscode.window.showWarningMessage(text, { modal: true }, save)) !== save) return false;
  return await open.save();
}
