import type { Diagnostic, DiagnosticSeverity } from '../domain/settings.ts';
import { type DocumentPath, formatPath, type LocationNode, locate } from './yaml/locationTree.ts';

/** All codes that a diagnostic of the config can have. */
export type FindingCode =
  | 'yaml-syntax'
  | 'yaml-tag'
  | 'file-missing'
  | 'include-missing'
  | 'wrong-type'
  | 'missing-key'
  | 'unknown-key'
  | 'unused-key'
  | 'misplaced-key'
  | 'missing-variable'
  | 'unknown-provider'
  | 'missing-provider'
  | 'inferred-provider'
  | 'suspicious-model-id'
  | 'bad-url'
  | 'missing-api-key'
  | 'tls-unverified'
  | 'certificate-missing'
  | 'aws-defaults'
  | 'unknown-credential'
  | 'duplicate-id'
  | 'unknown-group'
  | 'duplicate-fallback'
  | 'master-key-prefix'
  | 'no-deployments'
  | 'content-off';

export interface Finding {
  readonly severity: DiagnosticSeverity;
  readonly code: FindingCode;
  readonly message: string;
  readonly path: DocumentPath;
  /** Mark the key rather than the value. */
  readonly onKey?: boolean | undefined;
  readonly fix: string;
}

/** Collects findings about one document and knows where each of them stands. */
export class Findings {
  readonly #root: LocationNode;
  readonly #diagnostics: Diagnostic[];

  constructor(root: LocationNode, before: readonly Diagnostic[] = []) {
    this.#root = root;
    this.#diagnostics = [...before];
  }

  add(finding: Finding): void {
    const { severity, code, message, path, fix } = finding;
    const { node, exact } = locate(this.#root, path);
    const range = finding.onKey === true || !exact ? (node.key ?? node.value) : node.value;
    this.#diagnostics.push({ severity, code, message, ...range, path: formatPath(path), fix });
  }

  /** The line on which the value at `path` begins, with its file. */
  source(path: DocumentPath): { readonly file: string; readonly line: number } {
    const { file, line } = locate(this.#root, path).node.value;
    return { file, line };
  }

  /** In the order in which they stand in the files. */
  list(): readonly Diagnostic[] {
    return this.#diagnostics.toSorted(
      (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.code, b.code),
    );
  }
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
