import { GatewayError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type Assignment, assign, isAssigned, valueAt } from '../assignments.ts';
import { requireReplaceable } from '../fileWriter.ts';
import { readJsonDocument, writeJsonDocument } from '../jsonDocument.ts';
import { isSecretPath, maskSecrets } from '../maskSecrets.ts';
import type { ClineFile } from './detectCline.ts';

/** One key that will change, as it may be shown: secrets are covered, undefined is "not there". */
export interface ClineChange {
  /** Dotted, e.g. `providers.litellm.settings.baseUrl`. */
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface ClineFilePlan {
  /** The file as it was when the plan was made. */
  readonly file: ClineFile;
  readonly action: 'create' | 'change' | 'keep' | 'leave-alone';
  /** With secrets; undefined where the file is absent or is left alone. */
  readonly oldText: string | undefined;
  /** With secrets; undefined where the file is left alone. */
  readonly newText: string | undefined;
  readonly changes: readonly ClineChange[];
  /** Both texts for a diff view: secrets covered, laid out alike. Empty text where there is no file. */
  readonly preview: { readonly before: string; readonly after: string };
  /** What the file has to say afterwards. */
  readonly assignments: readonly Assignment[];
}

/**
 * Works out a file's new text. Throws GatewayError `permission` for a file that would change but cannot, and
 * `bad-request` for one that is not JSON: Cline itself would overwrite that one, and its content would be lost.
 */
export function planFile(file: ClineFile, assignmentsFor: (document: unknown) => readonly Assignment[]): ClineFilePlan {
  if (file.obstacle?.kind === 'unreadable') requireReplaceable(file);
  const document = readJsonDocument(file.bytes);
  if (document.state === 'unparseable') throw unparseable(file.path);
  const assignments = assignmentsFor(document.object);
  const changed = assignments.filter((assignment) => !isAssigned(document.object, assignment));
  if (changed.length > 0) requireReplaceable(file);
  const object = changed.reduce((result, { path, value }) => assign(result, path, value), document.object);
  return {
    file,
    action: changed.length === 0 ? 'keep' : document.state === 'absent' ? 'create' : 'change',
    oldText: document.text,
    newText: changed.length === 0 ? document.text : writeJsonDocument(object, document.text, file.role === 'providers'),
    changes: changed.map((assignment) => describeChange(file, document.object, assignment)),
    preview: {
      before: document.state === 'absent' ? '' : toPreview(file, document.object),
      after: toPreview(file, object),
    },
    assignments,
  };
}

/** A file that is not touched. */
export function leaveAlone(file: ClineFile): ClineFilePlan {
  const preview = { before: '', after: '' };
  return { file, action: 'leave-alone', oldText: undefined, newText: undefined, changes: [], preview, assignments: [] };
}

function describeChange(file: ClineFile, document: JsonObject, { path, value }: Assignment): ClineChange {
  const all = file.role === 'secrets' || isSecretPath(path);
  const show = (shown: unknown): string | undefined =>
    shown === undefined ? undefined : JSON.stringify(maskSecrets(shown, all));
  return { key: path.join('.'), before: show(valueAt(document, path)), after: show(value) };
}

function toPreview(file: ClineFile, document: JsonObject): string {
  return `${JSON.stringify(maskSecrets(document, file.role === 'secrets'), null, 2)}\n`;
}

function unparseable(path: string): GatewayError {
  return new GatewayError(
    'bad-request',
    `${path} is not valid JSON, and Cline would replace all of it. Nothing was written. Repair the file, or move it away, then try again.`,
  );
}
