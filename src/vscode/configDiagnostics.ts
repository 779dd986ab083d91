import * as vscode from 'vscode';
import type { Status } from '../protocol/api.ts';
import { said } from './gatewayWords.ts';
import type { Disposable } from './listeners.ts';
import type { StatusMonitor } from './statusMonitor.ts';

export type Finding = Status['diagnostics'][number];

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
  #findings: readonly Finding[] = [];

  constructor(monitor: StatusMonitor) {
    this.#subscription = monitor.onStatus((status) => this.#show(status?.diagnostics ?? []));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }

  /** The finding that a diagnostic of ours shows; its words are the editor's, the finding's are the gateway's. */
  findingOf(file: string, { code, range }: vscode.Diagnostic): Finding | undefined {
    return this.#findings.find(
      (each) => each.file === file && each.code === code && toRange(each).start.isEqual(range.start),
    );
  }

  #show(findings: readonly Finding[]): void {
    this.#findings = findings;
    this.#collection.clear();
    for (const file of new Set(findings.map((finding) => finding.file))) {
      const ofFile = findings.filter((finding) => finding.file === file);
      this.#collection.set(vscode.Uri.file(file), ofFile.map(toDiagnostic));
    }
  }
}

function toDiagnostic(finding: Finding): vscode.Diagnostic {
  const severity = TOLD.has(finding.code) ? vscode.DiagnosticSeverity.Information : severities[finding.severity];
  const diagnostic = new vscode.Diagnostic(toRange(finding), said(textOf(finding)), severity);
  diagnostic.source = 'Torii';
  diagnostic.code = finding.code;
  return diagnostic;
}

/** The gateway counts lines and columns from 1, the editor from 0. */
function toRange({ line, column, endLine, endColumn }: Finding): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

/** What is wrong, and what mends it. */
export function textOf({ message, fix }: Pick<Finding, 'message' | 'fix'>): string {
  return fix === undefined ? message : `${asSentence(message)} ${fix}`;
}

/** Findings end without a full stop, as the editor's own do; another sentence behind one needs it. */
function asSentence(message: string): string {
  return /[.?!]$/.test(message) ? message : `${message}.`;
}
