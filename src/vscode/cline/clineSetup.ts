import { join } from 'node:path';
import { backupDirectory, backupsRoot } from '../../clients/backup.ts';
import { applyClineConfiguration } from '../../clients/cline/applyClineConfiguration.ts';
import type { ClineModelInfo } from '../../clients/cline/clineModelInfo.ts';
import type { ClineEnvironment } from '../../clients/cline/clinePaths.ts';
import { type ClineInstallation, detectCline } from '../../clients/cline/detectCline.ts';
import { type ClinePlan, planClineConfiguration } from '../../clients/cline/planClineConfiguration.ts';
import { restoreCline } from '../../clients/cline/restoreCline.ts';
import { verifyClineConfiguration } from '../../clients/cline/verifyClineConfiguration.ts';
import type { SharedHome } from '../sharedHome.ts';
import { type PendingCline, PendingClineStore } from './pendingCline.ts';

export interface ClineChoice {
  readonly baseUrl: string;
  readonly model: string;
  readonly modelInfo?: ClineModelInfo | undefined;
}

/** What was written, and where the old files are. */
export interface ClineWritten {
  readonly files: readonly string[];
  readonly backupDirectory: string;
}

/** Stands for the key in the preview, where it is covered anyway: the real one is made after the user agreed. */
const PREVIEW_KEY = 'sk-preview';

/** Cline's files and the copies of them in the home, without any user interface. */
export class ClineSetup {
  readonly #home: SharedHome;
  readonly #clock: { now(): number };
  readonly #environment: ClineEnvironment;
  readonly #pending: PendingClineStore;

  constructor(home: SharedHome, clock: { now(): number }, environment: ClineEnvironment) {
    this.#home = home;
    this.#clock = clock;
    this.#environment = environment;
    this.#pending = new PendingClineStore(join(home.folder, 'cline-pending.json'));
  }

  detect(): ClineInstallation {
    return detectCline(this.#environment);
  }

  preview(choice: ClineChoice): ClinePlan {
    return this.#plan(choice, PREVIEW_KEY, undefined);
  }

  /** Backs up, writes, and remembers to look again after the next start of the window. */
  async apply(choice: ClineChoice, apiKey: string): Promise<ClineWritten> {
    const plan = this.#plan(choice, apiKey, await this.#home.readKey());
    const directory = backupDirectory(this.#home.folder, 'cline', this.#clock.now());
    await applyClineConfiguration(plan, { backupDir: directory, clock: this.#clock });
    await this.#pending.write({ ...choice, apiKey, backupDirectory: directory, rewritten: false });
    return { files: writtenFiles(plan), backupDirectory: directory };
  }

  /**
   * Looks whether the configuration survived the last save of a running Cline, and writes it once more if not.
   * `settled`: nothing was pending, or all is well.
   */
  async settle(): Promise<'settled' | 'rewritten' | 'lost'> {
    const pending = await this.#pending.read();
    if (pending === undefined) return 'settled';
    const plan = this.#plan(pending, pending.apiKey, undefined);
    if (verifyClineConfiguration(plan).ok) {
      await this.#pending.clear();
      return 'settled';
    }
    return pending.rewritten ? this.#giveUp() : this.#rewrite(pending, plan);
  }

  /** Puts Cline's files back as they were before the newest change, and gives their paths back. */
  async restore(): Promise<readonly string[]> {
    await this.#pending.clear();
    const root = backupsRoot(this.#home.folder, 'cline');
    const backup = await restoreCline({ backupsDir: root, clock: this.#clock });
    return backup.manifest.files.map(({ path }) => path);
  }

  async #giveUp(): Promise<'lost'> {
    await this.#pending.clear();
    return 'lost';
  }

  /** The copy of the half-undone files goes inside the first backup, so that "restore" still finds the user's own. */
  async #rewrite(pending: PendingCline, plan: ClinePlan): Promise<'rewritten'> {
    const now = this.#clock.now();
    const directory = join(pending.backupDirectory, `rewritten-${now}`);
    await applyClineConfiguration(plan, { backupDir: directory, clock: this.#clock });
    await this.#pending.write({ ...pending, rewritten: true });
    return 'rewritten';
  }

  #plan(choice: ClineChoice, apiKey: string, masterKey: string | undefined): ClinePlan {
    return planClineConfiguration({
      installation: this.detect(),
      baseUrl: choice.baseUrl,
      apiKey,
      masterKey,
      planModel: choice.model,
      actModel: choice.model,
      modelInfo: choice.modelInfo,
      clock: this.#clock,
    });
  }
}

function writtenFiles(plan: ClinePlan): readonly string[] {
  return plan.files.filter(({ action }) => action === 'create' || action === 'change').map(({ file }) => file.path);
}
