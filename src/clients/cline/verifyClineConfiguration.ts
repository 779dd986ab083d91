import { isAssigned } from '../assignments.ts';
import { takeSnapshot } from '../fileSnapshot.ts';
import { readJsonDocument } from '../jsonDocument.ts';
import type { ClinePlan } from './planClineConfiguration.ts';

export interface ClineMismatch {
  readonly path: string;
  /** Dotted; undefined where the whole file is missing or unreadable. */
  readonly key: string | undefined;
}

export interface ClineVerification {
  readonly ok: boolean;
  readonly mismatches: readonly ClineMismatch[];
}

/**
 * Compares the files on disk with the plan: its essential values only, since Cline adds keys of its own and rewrites
 * model info and time stamps. For after a reload of the window, when a late save of Cline may have undone the change.
 */
export function verifyClineConfiguration(plan: Pick<ClinePlan, 'files'>): ClineVerification {
  const mismatches = plan.files.flatMap(({ file, assignments }): readonly ClineMismatch[] => {
    const essential = assignments.filter((assignment) => assignment.essential);
    if (essential.length === 0) return [];
    const document = readJsonDocument(takeSnapshot(file.path).bytes);
    if (document.state !== 'valid') return [{ path: file.path, key: undefined }];
    return essential
      .filter((assignment) => !isAssigned(document.object, assignment))
      .map((assignment) => ({ path: file.path, key: assignment.path.join('.') }));
  });
  return { ok: mismatches.length === 0, mismatches };
}
