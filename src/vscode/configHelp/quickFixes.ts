import * as vscode from 'vscode';
import { fixOf } from './fixOf.ts';

/** Mends for the gateway's findings in a config. */
export const quickFixes: vscode.CodeActionProvider = {
  provideCodeActions(document, _range, { diagnostics }) {
    return diagnostics.filter(({ source }) => source === 'Torii').flatMap((each) => toActions(document, each));
  },
};

function toActions(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): readonly vscode.CodeAction[] {
  const fix = fixOf(String(diagnostic.code), diagnostic.message);
  switch (fix?.kind) {
    case 'replace':
      return [replacement(document, diagnostic, fix.text)];
    case 'secret':
      return [
        command(diagnostic, vscode.l10n.t('Set {0}…', fix.name), 'torii.setSecret', [document.uri.fsPath, fix.name]),
      ];
    case 'remove':
      return [removal(document, diagnostic)];
    default:
      return [];
  }
}

function replacement(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, text: string): vscode.CodeAction {
  const action = quickFix(diagnostic, vscode.l10n.t('Change to {0}', text));
  const old = document.getText(diagnostic.range);
  const quote = /^["']/.exec(old)?.[0] ?? '';
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, diagnostic.range, quote + text + quote);
  action.isPreferred = true;
  return action;
}

function removal(document: vscode.TextDocument, diagnostic: vscode.Diagnostic): vscode.CodeAction {
  const action = quickFix(diagnostic, vscode.l10n.t('Remove this line'));
  const { line } = diagnostic.range.start;
  action.edit = new vscode.WorkspaceEdit();
  action.edit.delete(document.uri, document.lineAt(line).rangeIncludingLineBreak);
  return action;
}

function command(diagnostic: vscode.Diagnostic, title: string, id: string, args: readonly string[]): vscode.CodeAction {
  const action = quickFix(diagnostic, title);
  action.command = { title, command: id, arguments: [...args] };
  action.isPreferred = true;
  return action;
}

function quickFix(diagnostic: vscode.Diagnostic, title: string): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  return action;
}
