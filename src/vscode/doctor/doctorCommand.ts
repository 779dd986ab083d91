import * as vscode from 'vscode';
import { type CheckClock, joinResults, runChecks } from '../../doctor/check.ts';
import { languageOf } from '../../doctor/outsideDoctor.ts';
import { summarise, toMarkdown } from '../../doctor/report.ts';
import type { CheckResult } from '../../domain/doctor.ts';
import { redactSecrets } from '../../domain/redactSecrets.ts';
import { type DoctorProgram, runDoctorProgram } from './doctorProgram.ts';
import { type EditorView, editorChecks } from './editorChecks.ts';

const SCHEME = 'torii-doctor';
const REPORT = vscode.Uri.from({ scheme: SCHEME, path: 'Torii Doctor.md' });

const clock: CheckClock = {
  monotonic: () => performance.now(),
  timer: (milliseconds, run) => {
    const timeout = setTimeout(run, milliseconds);
    return () => clearTimeout(timeout);
  },
};

export interface DoctorWindow {
  readonly version: string;
  /** How to run the program with the settings as they are now. */
  program(): Omit<DoctorProgram, 'language' | 'modelCalls'>;
  view(): EditorView;
}

/** Runs Doctor, shows its report as a rendered page, and offers to copy it. The report holds no secrets. */
export class DoctorCommand implements vscode.TextDocumentContentProvider {
  readonly #window: DoctorWindow;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  readonly onDidChange = this.#changed.event;
  #report = '';

  constructor(window: DoctorWindow) {
    this.#window = window;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  provideTextDocumentContent(): string {
    return this.#report;
  }

  readonly run = async (): Promise<void> => {
    await this.#run(false);
  };

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async #run(modelCalls: boolean): Promise<void> {
    const results = await this.#examine(modelCalls);
    if (results === undefined) return;
    const language = languageOf(vscode.env.language);
    this.#report = toMarkdown(results, language, this.#window.version);
    this.#changed.fire(REPORT);
    await show();
    void this.#offer(results, summarise(results, language));
  }

  /** Undefined where the user stopped it. */
  async #examine(modelCalls: boolean): Promise<readonly CheckResult[] | undefined> {
    const title = vscode.l10n.t('Doctor is looking…');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return await vscode.window.withProgress(options, async (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      const language = languageOf(vscode.env.language);
      const checks = editorChecks(this.#window.view());
      try {
        const [outside, own] = await Promise.all([
          runDoctorProgram({ ...this.#window.program(), language, modelCalls }, stop.signal),
          runChecks(checks, { clock, language, hide: redactSecrets }),
        ]);
        return joinResults(outside, own);
      } catch (error) {
        if (stop.signal.aborted) return undefined;
        throw error;
      }
    });
  }

  async #offer(results: readonly CheckResult[], summary: string): Promise<void> {
    const copy = vscode.l10n.t('Copy Report');
    const ask = vscode.l10n.t('Ask the Models');
    const unasked = results.find(({ id, status }) => id === 'model-access' && status === 'skipped');
    const isPriced = unasked?.fix !== undefined;
    const choices = isPriced ? [copy, ask] : [copy];
    const text = isPriced ? vscode.l10n.t('Doctor: {0}. {1}', summary, unasked.summary) : `Doctor: ${summary}`;
    const chosen = await vscode.window.showInformationMessage(text, ...choices);
    if (chosen === copy) await vscode.env.clipboard.writeText(this.#report);
    if (chosen === ask) await this.#run(true);
  }
}

/** Rendered where the editor can, else as it is written. */
async function show(): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreview', REPORT);
  } catch {
    await vscode.window.showTextDocument(REPORT, { preview: true });
  }
}
