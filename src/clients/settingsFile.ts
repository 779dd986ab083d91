import type { FormatName } from './documents/settingsDocument.ts';
import { type FileSnapshot, takeSnapshot } from './fileSnapshot.ts';

export interface SettingsKind {
  readonly path: string;
  /** The agent's name for the file, unique among its files but for copies in several places. */
  readonly role: string;
  readonly format: FormatName;
  /** Holds secrets: for the user's eyes only (0600) after it was written. */
  readonly isPrivate: boolean;
  /** Every text in it is a secret, whatever its name. */
  readonly allSecret?: boolean | undefined;
  /** The folder is made for the user alone (0700) where it is missing. */
  readonly privateFolder?: boolean | undefined;
  /** A new file ends without a line end, as the agent itself writes it. */
  readonly noFinalNewline?: boolean | undefined;
}

/** A settings file of an agent as it is now: holds secrets, never to be logged. */
export interface SettingsFile extends FileSnapshot, SettingsKind {}

export function readSettingsFile(kind: SettingsKind): SettingsFile {
  return { ...kind, ...takeSnapshot(kind.path) };
}
