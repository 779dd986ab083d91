import { GatewayError } from '../domain/errors.ts';
import { type Assignment, isAssigned, nameOfPath, namesOfPath, valueAt } from './assignments.ts';
import { editDocument, readDocument, titleOfFormat } from './documents/settingsDocument.ts';
import { requireReplaceable } from './fileWriter.ts';
import { isSecretPath, maskSecrets } from './maskSecrets.ts';
import { maskText } from './maskText.ts';
import type { SettingsFile } from './settingsFile.ts';

/** One key that will change, as it may be shown: secrets are covered, undefined is "not there". */
export interface SettingsChange {
  /** E.g. `providers.litellm.settings.baseUrl` or `models[Torii].apiBase`. */
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface FilePlan {
  /** The file as it was when the plan was made. */
  readonly file: SettingsFile;
  readonly action: 'create' | 'change' | 'keep' | 'leave-alone';
  /** With secrets; undefined where the file is absent or is left alone. */
  readonly oldText: string | undefined;
  /** With secrets; undefined where the file is left alone. */
  readonly newText: string | undefined;
  readonly changes: readonly SettingsChange[];
  /** Both texts for a diff view: secrets covered. Empty text where there is no file. */
  readonly preview: { readonly before: string; readonly after: string };
  /** What the file has to say afterwards. */
  readonly assignments: readonly Assignment[];
}

/**
 * Works out a file's new text. Throws GatewayError `permission` for a file that would change but cannot, `bad-request`
 * for one that is not of its format (the agent itself may overwrite it, and its content would be lost), `conflict` for
 * one that cannot be edited in place.
 */
export function planFile(
  file: SettingsFile,
  assignmentsFor: (document: unknown) => readonly Assignment[] | undefined,
): FilePlan {
  if (file.obstacle?.kind === 'unreadable') requireReplaceable(file);
  const document = readDocument(file.format, file.bytes);
  const assignments = assignmentsFor(document.value);
  if (assignments === undefined) return leaveAlone(file);
  if (document.state === 'unparseable' || !hasRoomFor(document.value, assignments)) throw unparseable(file);
  const changed = assignments.filter((assignment) => !isAssigned(document.value, assignment));
  if (changed.length > 0) requireReplaceable(file);
  const newText = changed.length === 0 ? document.text : edit(file, document.text, changed);
  return {
    file,
    action: changed.length === 0 ? 'keep' : document.state === 'absent' ? 'create' : 'change',
    oldText: document.text,
    newText,
    changes: changed.map((assignment) => describeChange(file, document.value, assignment)),
    preview: { before: maskText(file, document.text ?? ''), after: maskText(file, newText ?? '') },
    assignments,
  };
}

/** True where the file will be written. */
export function isWritten({ action }: FilePlan): boolean {
  return action === 'create' || action === 'change';
}

/** A list where an object is wanted, or the other way round, would be replaced as a whole. */
function hasRoomFor(document: unknown, assignments: readonly Assignment[]): boolean {
  return (
    document === undefined || assignments.every(({ path }) => (typeof path[0] === 'object') === Array.isArray(document))
  );
}

function leaveAlone(file: SettingsFile): FilePlan {
  const preview = { before: '', after: '' };
  return { file, action: 'leave-alone', oldText: undefined, newText: undefined, changes: [], preview, assignments: [] };
}

function edit(file: SettingsFile, text: string | undefined, assignments: readonly Assignment[]): string {
  try {
    const edited = editDocument(file.format, text ?? '', assignments);
    return text === undefined ? withEnding(edited, file.noFinalNewline !== true) : edited;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new GatewayError(error.kind, `${file.path}: ${error.message} Nothing was written. Edit it by hand.`);
  }
}

function withEnding(text: string, newline: boolean): string {
  return newline ? `${text.trimEnd()}\n` : text.trimEnd();
}

function describeChange(file: SettingsFile, document: unknown, { path, value }: Assignment): SettingsChange {
  const all = file.allSecret === true || isSecretPath(namesOfPath(path));
  const show = (shown: unknown): string | undefined =>
    shown === undefined ? undefined : JSON.stringify(maskSecrets(shown, all));
  return { key: nameOfPath(path), before: show(valueAt(document, path)), after: show(value) };
}

function unparseable(file: SettingsFile): GatewayError {
  return new GatewayError(
    'bad-request',
    `${file.path} is not valid ${titleOfFormat(file.format)}, or not what belongs there. Nothing was written. Repair the file, or move it away, then try again.`,
  );
}
