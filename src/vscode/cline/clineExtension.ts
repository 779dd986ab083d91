import * as vscode from 'vscode';

const EXTENSION_ID = 'saoudrizwan.claude-dev';
/** Older ones keep their settings inside the editor's own store, out of reach (Cline 3.66.0, 2026-02-19). */
const FIRST_WITH_FILES = [3, 66] as const;

export interface ClineExtension {
  readonly version: string;
  /** It runs in this window: it has read its files already, and its next save may undo what is written now. */
  readonly active: boolean;
  readonly tooOld: boolean;
}

/** Undefined where the extension is not installed; the command-line Cline may be there all the same. */
export function findClineExtension(): ClineExtension | undefined {
  const extension = vscode.extensions.getExtension(EXTENSION_ID);
  if (extension === undefined) return undefined;
  const { version } = extension.packageJSON as { readonly version?: unknown };
  const text = typeof version === 'string' ? version : '';
  return { version: text, active: extension.isActive, tooOld: isOlder(text) };
}

function isOlder(version: string): boolean {
  const [major = Number.NaN, minor = Number.NaN] = version.split('.').map(Number);
  const [firstMajor, firstMinor] = FIRST_WITH_FILES;
  return major < firstMajor || (major === firstMajor && minor < firstMinor);
}
