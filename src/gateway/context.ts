import type { ActivityReceiver, ActivityStore } from '../domain/agentActivity.ts';
import type { CallMetrics } from '../domain/callMetrics.ts';
import type { DestinationControl } from '../domain/destinationStatus.ts';
import type { Doctor } from '../domain/doctor.ts';
import type { AuditStore, Directory, EntityStore, KeyStore, ModelRegistry } from '../domain/governancePorts.ts';
import type { SpendInsights } from '../domain/insights.ts';
import type { LedgerCare, PromptStore } from '../domain/ledgerCare.ts';
import type { MlflowControl } from '../domain/mlflowControl.ts';
import type {
  BudgetStore,
  CallJournal,
  Clock,
  Logger,
  ModelCatalog,
  ProviderRegistry,
  Random,
  SettingsSource,
  SpendStore,
  TaskStore,
  ThinkingVault,
} from '../domain/ports.ts';
import type { RateLimiter } from '../domain/rateLimiter.ts';
import type { SpendRepricer } from '../domain/repricing.ts';
import type { FallbackWriter } from '../domain/routing/fallbackEdits.ts';
import type { ScoreSink, ScoreStore } from '../domain/score.ts';
import type { Diagnostic } from '../domain/settings.ts';
import type { SpendReports } from '../domain/spendReports.ts';
import type { TraceIntake } from '../domain/traceExport.ts';
import type { TraceStore } from '../domain/traces.ts';
import type { RunsIn } from '../protocol/api.ts';
import type { ActiveRequests } from './activeRequests.ts';
import type { AgentSightingLog } from './agentSightingLog.ts';
import type { KnownBodies } from './bodies/knownBodies.ts';
import type { Cooldowns } from './cooldowns.ts';
import type { BudgetQuestions } from './limits/budgetQuestions.ts';
import type { SpendCapBook } from './limits/spendCapBook.ts';
import type { NoticeBus } from './noticeBus.ts';
import type { DeploymentLoads } from './routing/deploymentLoads.ts';
import type { Pacer } from './routing/pacer.ts';
import type { Tasks } from './tasks.ts';

/** What the editor and the dashboard may know about the config file. */
export interface ConfigState {
  readonly diagnostics: readonly Diagnostic[];
  /** False while the file on disk is broken and the last good config stays in force. */
  readonly inForce: boolean;
}

/** Facts about this gateway process. */
export interface GatewayIdentity {
  readonly version: string;
  readonly runsIn: RunsIn;
  readonly pid: number;
  readonly startedAt: number;
  /** Text of the home's `master.key`: an admin key that every window of this home knows. */
  readonly homeKey: string;
  /** Folder with the dashboard's bundles. */
  readonly uiDirectory: string;
}

/** Everything that the gateway's parts share. Made once, in `compose/makeContext.ts`. */
export interface GatewayContext {
  readonly settings: SettingsSource;
  readonly configState: () => ConfigState;
  /** Changes of chains, in the config file. */
  readonly fallbacks: FallbackWriter;
  readonly keys: KeyStore;
  readonly entities: EntityStore;
  readonly directory: Directory;
  readonly audit: AuditStore;
  readonly models: ModelRegistry;
  readonly spend: SpendStore;
  readonly budgets: BudgetStore;
  readonly journal: CallJournal;
  readonly tasks: Tasks;
  readonly taskStore: TaskStore;
  readonly traceStore: TraceStore;
  readonly reports: SpendReports;
  readonly insights: SpendInsights;
  readonly budgetQuestions: BudgetQuestions;
  readonly spendCaps: SpendCapBook;
  readonly rateLimiter: RateLimiter;
  readonly repricer: SpendRepricer;
  readonly prompts: PromptStore;
  readonly care: LedgerCare;
  readonly thinking: ThinkingVault;
  readonly scores: ScoreStore;
  readonly traces: TraceIntake & ScoreSink;
  readonly destinations: DestinationControl;
  readonly catalog: ModelCatalog;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly mlflow: MlflowControl;
  readonly identity: GatewayIdentity;
  readonly notices: NoticeBus;
  readonly bodies: KnownBodies;
  readonly cooldowns: Cooldowns;
  readonly loads: DeploymentLoads;
  readonly pacer: Pacer;
  readonly activeRequests: ActiveRequests;
  /** Ends the process after `drainMs` at most; undefined where the editor may not end it. */
  readonly shutDown: ((drainMs: number) => void) | undefined;
  readonly sightings: AgentSightingLog;
  readonly doctor: Doctor;
  readonly metrics: CallMetrics;
  readonly activity: ActivityReceiver;
  readonly activityStore: ActivityStore;
}
