import { join } from 'node:path';
import type { Clock } from '../domain/ports.ts';
import type { Agent, AgentDetection, AgentEnvironment } from './agent.ts';
import type { AgentChoice } from './agentTarget.ts';
import { applyConfiguration, requireUnchanged } from './applyConfiguration.ts';
import { ArrivalMark } from './arrivalMark.ts';
import { valueAt } from './assignments.ts';
import { backupDirectory, backupsRoot } from './backup.ts';
import { readDocument } from './documents/settingsDocument.ts';
import { isWritten } from './filePlan.ts';
import { realFileSystem } from './fileWriter.ts';
import { type PendingConfiguration, PendingStore } from './pendingConfiguration.ts';
import { type ConfigurationPlan, planConfiguration } from './planConfiguration.ts';
import { describeChanges, type OnChange, restoreConfiguration } from './restoreConfiguration.ts';
import { planRestore } from './restorePlan.ts';
import { verifyConfiguration } from './verifyConfiguration.ts';

/** What was written, and where the old files are; undefined where nothing had to be written. */
export interface Written {
  readonly files: readonly string[];
  readonly backupDirectory: string | undefined;
}

/** Stands for the key in the preview, where it is covered anyway: the real one is made after the user agreed. */
const PREVIEW_KEY = 'sk-preview';
/** After this long a difference is the user's own choice, not an agent's late save. */
const PENDING_MS = 24 * 60 * 60 * 1000;

/** An agent's files and the copies of them in the home, without any user interface. */
export class AgentSetup {
  readonly agent: Agent;
  readonly #environment: AgentEnvironment;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #pending: PendingStore;
  readonly #arrival: ArrivalMark;

  constructor(agent: Agent, environment: AgentEnvironment, clock: Pick<Clock, 'now'>) {
    this.agent = agent;
    this.#environment = environment;
    this.#clock = clock;
    this.#pending = new PendingStore(join(environment.toriiHome, `${agent.id}-pending.json`));
    this.#arrival = new ArrivalMark(join(environment.toriiHome, `${agent.id}-awaited`), realFileSystem);
  }

  detect(): AgentDetection {
    return this.agent.detect(this.#environment);
  }

  preview(choice: AgentChoice): ConfigurationPlan {
    return this.#plan(choice, PREVIEW_KEY, undefined);
  }

  /** Keys that stand now where Torii's would be written: one of them may be the agent's own from before. */
  keysInUse(choice: AgentChoice): readonly string[] {
    const keys = this.preview(choice).files.flatMap(({ file, assignments }) => {
      const { value } = readDocument(file.format, file.bytes);
      return assignments.filter((one) => one.value === PREVIEW_KEY).map(({ path }) => valueAt(value, path));
    });
    return [...new Set(keys.filter((key) => typeof key === 'string'))].filter((key) => key !== '');
  }

  /**
   * Backs up, writes, reads back, and for an agent that saves late, remembers to look again after its next start.
   * Throws GatewayError, `conflict` where a file has changed since `preview` was made; nothing is written then.
   */
  async apply(
    choice: AgentChoice,
    apiKey: string,
    masterKey: string | undefined,
    preview?: ConfigurationPlan,
  ): Promise<Written> {
    const plan = this.#plan(choice, apiKey, masterKey);
    for (const { file } of preview?.files ?? []) requireUnchanged(file);
    if (!plan.changed) return { files: [], backupDirectory: undefined };
    const directory = backupDirectory(this.#environment.toriiHome, this.agent.id, this.#clock.now());
    await applyConfiguration(plan, { backupDir: directory, clock: this.#clock });
    await this.#arrival.set(this.#clock.now());
    if (this.agent.savesLate) {
      const writtenAt = this.#clock.now();
      await this.#pending.write({ ...choice, apiKey, backupDirectory: directory, writtenAt, rewritten: false });
    }
    return { files: plan.files.filter(isWritten).map(({ file }) => file.path), backupDirectory: directory };
  }

  /**
   * Looks whether the configuration survived the last save of a running agent, and writes it once more if not.
   * `settled`: nothing was pending (any more), or all is well. With `stillRunning` a good state stays pending: the agent may save
   * once more when it ends.
   */
  async settle(stillRunning: boolean): Promise<'settled' | 'rewritten' | 'lost'> {
    const pending = await this.#pending.read();
    if (pending === undefined) return 'settled';
    if (this.#clock.now() - pending.writtenAt > PENDING_MS) return this.#stopWatching('settled');
    const plan = this.#plan(pending, pending.apiKey, undefined);
    if (verifyConfiguration(plan).ok) {
      if (!stillRunning) await this.#pending.clear();
      return 'settled';
    }
    return pending.rewritten ? this.#stopWatching('lost') : this.#rewrite(pending, plan, stillRunning);
  }

  /** What somebody else has changed in the files since Torii wrote them. Throws GatewayError `not-found` without a backup. */
  changesSince(): readonly string[] {
    return describeChanges(planRestore(this.#backups()).files);
  }

  /** Torii has written the agent's settings, and not put them back since. */
  isConfigured(): boolean {
    try {
      return planRestore(this.#backups()).backups.length > 0;
    } catch {
      return false;
    }
  }

  /** True once after a configuration, for a sighting of the agent at the gateway (epoch ms) that came later. */
  takeArrival(seenAt: number): Promise<boolean> {
    return this.#arrival.take(seenAt);
  }

  /** Puts the files back as they were before Torii, and gives their paths back. */
  async restore(onChange: OnChange): Promise<readonly string[]> {
    const { paths } = await restoreConfiguration({ ...this.#backups(), onChange, clock: this.#clock });
    await this.#pending.clear();
    await this.#arrival.clear();
    return paths;
  }

  #backups(): { readonly client: string; readonly backupsDir: string } {
    return { client: this.agent.id, backupsDir: backupsRoot(this.#environment.toriiHome, this.agent.id) };
  }

  async #stopWatching<T>(outcome: T): Promise<T> {
    await this.#pending.clear();
    return outcome;
  }

  /** The copy of the half-undone files goes inside the first backup, so that "restore" still finds the user's own. */
  async #rewrite(pending: PendingConfiguration, plan: ConfigurationPlan, stillRunning: boolean): Promise<'rewritten'> {
    const directory = join(pending.backupDirectory, `rewritten-${this.#clock.now()}`);
    await applyConfiguration(plan, { backupDir: directory, clock: this.#clock });
    await this.#pending.write({ ...pending, rewritten: !stillRunning });
    return 'rewritten';
  }

  #plan(choice: AgentChoice, apiKey: string, masterKey: string | undefined): ConfigurationPlan {
    const request = { ...choice, detection: this.detect(), apiKey, masterKey, clock: this.#clock };
    return planConfiguration(this.agent, request);
  }
}
