import * as vscode from 'vscode';
import type { Status } from '../protocol/api.ts';
import type { Disposable } from './listeners.ts';
import type { StatusMonitor } from './statusMonitor.ts';

type Finding = Status['diagnostics'][number];

const severities: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Nothing is wrong, but somebody may look for what does not happen: worth a line in the panel, where hints have none. */
const TOLD = new Set(['content-off']);

/** The gateway's findings in the config file, in the Problems panel. */
export class ConfigDiagnostics implements Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('torii');
  readonly #subscription: Disposable;

  constructor(monitor: StatusMonitor) {
    this.#subscription = monitor.onStatus((status) => this.#show(status?.diagnostics ?? []));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }

  #show(findings: readonly Finding[]): void {
    this.#collection.clear();
    for (const file of new Set(findings.map((finding) => finding.file))) {
      const ofFile = findings.filter((finding) => finding.file === file);
      this.#collection.set(vscode.Uri.file(file), ofFile.map(toDiagnostic));
    }
  }
}

/** The gateway counts lines and columns from 1, the editor from 0. */
function toDiagnostic(finding: Finding): vscode.Diagnostic {
  const range = new vscode.Range(finding.line - 1, finding.column - 1, finding.endLine - 1, finding.endColumn - 1);
  const text = finding.fix === undefined ? finding.message : `${asSentence(finding.message)} ${finding.fix}`;
  const severity = TOLD.has(finding.code) ? vscode.DiagnosticSeverity.Information : severities[finding.severity];
  const diagnostic = new vscode.Diagnostic(range, text, severity);
  diagnostic.source = 'Torii';
  diagnostic.code = finding.code;
  return diagnostic;
}

/** Findings end without a full stop, as the editor's own do; another sentence behind one needs it. */
function asSentence(message: string): string {
  return /[.?!]$/.test(message) ? message : `${message}.`;
}
