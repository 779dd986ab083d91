import * as vscode from 'vscode';
import { type ConfigDiagnostics, textOf } from '../configDiagnostics.ts';
import { type Fix, fixOf } from './fixOf.ts';

/** Mends for the gateway's findings in a config. */
export function createQuickFixes(findings: ConfigDiagnostics): vscode.CodeActionProvider {
  return {
    async provideCodeActions(document, _range, { diagnostics }) {
      const ours = diagnostics.flatMap((diagnostic) => {
        const finding = findings.findingOf(document.uri.fsPath, diagnostic);
        return finding === undefined ? [] : [{ diagnostic, fix: fixOf(finding.code, textOf(finding)) }];
      });
      return (await Promise.all(ours.map(({ diagnostic, fix }) => toActions(document, diagnostic, fix)))).flat();
    },
  };
}

async function toActions(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  fix: Fix | undefined,
): Promise<readonly vscode.CodeAction[]> {
  switch (fix?.kind) {
    case 'replace':
      return [replacement(document, diagnostic, fix.text)];
    case 'secret':
      return [
        command(diagnostic, vscode.l10n.t('Set {0}…', fix.name), 'torii.setSecret', [document.uri.fsPath, fix.name]),
      ];
    case 'remove':
      return [removal(document, diagnostic)];
    case 'content':
      return await contentSwitch(document, diagnostic, fix.destination);
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

/** None where the text has no place for the switch: then a person has to write it. */
async function contentSwitch(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  destination: string,
): Promise<readonly vscode.CodeAction[]> {
  // Loaded when it is needed: a parser of YAML costs every window otherwise.
  const { allowContent } = await import('../../config/edits/allowContent.ts');
  const before = document.getText();
  const after = textOr(() => allowContent(before, destination));
  if (after === undefined) return [];
  const action = quickFix(diagnostic, vscode.l10n.t('Send prompts and answers to {0}, too', destination));
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), after);
  return [action];
}

function textOr(make: () => string): string | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
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
