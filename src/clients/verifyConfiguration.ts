import { isAssigned, nameOfPath } from './assignments.ts';
import { readDocument } from './documents/settingsDocument.ts';
import { takeSnapshot } from './fileSnapshot.ts';
import type { ConfigurationPlan } from './planConfiguration.ts';

export interface Mismatch {
  readonly path: string;
  /** Dotted; undefined where the whole file is missing or unreadable. */
  readonly key: string | undefined;
}

export interface Verification {
  readonly ok: boolean;
  readonly mismatches: readonly Mismatch[];
}

/**
 * Compares the files on disk with the plan: its essential values only, since agents add keys of their own and rewrite
 * model info and time stamps. For after a start of the agent, when a late save of it may have undone the change.
 */
export function verifyConfiguration(plan: Pick<ConfigurationPlan, 'files'>): Verification {
  const mismatches = plan.files.flatMap(({ file, assignments }): readonly Mismatch[] => {
    const essential = assignments.filter((assignment) => assignment.essential);
    if (essential.length === 0) return [];
    const document = readDocument(file.format, takeSnapshot(file.path).bytes);
    if (document.state !== 'valid') return [{ path: file.path, key: undefined }];
    return essential
      .filter((assignment) => !isAssigned(document.value, assignment))
      .map((assignment) => ({ path: file.path, key: nameOfPath(assignment.path) }));
  });
  return { ok: mismatches.length === 0, mismatches };
}
