/** What Doctor asks of the rest of Torii, and what it says. Implementations are chosen under `src/compose/` alone. */
import type { Deployment } from './deployment.ts';
import type { NanoUsd } from './money.ts';
import type { NetworkParameters } from './networkParameters.ts';

export type CheckStatus = 'ok' | 'warning' | 'failure' | 'skipped';

export const REPORT_LANGUAGES = ['en', 'ja'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

/** What one check found, in the words of the report's language. */
export interface CheckResult {
  readonly id: string;
  readonly group: string;
  /** What was looked at where a check looks at several things: a model group, a destination, an agent. */
  readonly subject?: string | undefined;
  readonly status: CheckStatus;
  /** Which of the parts on the way a request takes this is about, e.g. `Torii → AWS STS`. */
  readonly hop: string;
  readonly summary: string;
  /** What it means, and the words of whoever refused. Without secrets. */
  readonly detail?: string | undefined;
  /** What mends it. */
  readonly fix?: string | undefined;
  readonly durationMs: number;
}

export interface Examination {
  readonly language: ReportLanguage;
  /** Ask each deployment for one token. It costs money. */
  readonly modelCalls: boolean;
  /** Ids of checks; undefined runs all. */
  readonly only?: readonly string[] | undefined;
}

/** A budget as Doctor looks at it. */
export interface BudgetLine {
  /** As a person knows it, e.g. `key cline`. */
  readonly name: string;
  readonly spend: NanoUsd;
  readonly maxBudget: NanoUsd;
  /** Epoch ms. */
  readonly resetsAt: number | undefined;
}

/** Where traces go, as it answered just now. */
export interface DestinationLine {
  readonly id: string;
  readonly address: string;
  readonly ok: boolean;
  /** Its own words, or why it was not reached. */
  readonly detail: string;
  readonly queued: number;
  readonly dropped: number;
  readonly paused: boolean;
}

/** What only the running gateway knows. */
export interface GatewayView {
  restOf(deploymentId: string): { readonly until: number; readonly reason: string } | undefined;
  /** Asks a deployment for one token. Undefined where it is well, else its words. */
  callModel(deployment: Deployment): Promise<string | undefined>;
  /** Those with a cap. */
  budgets(): Promise<readonly BudgetLine[]>;
  /** Sends no trace. */
  destinations(): Promise<readonly DestinationLine[]>;
}

/** Looks at everything between a client and a model. Never throws: what breaks a check is what it found. */
export interface Doctor {
  examine(examination: Examination, view: GatewayView): Promise<readonly CheckResult[]>;
}

/** What signs a deployment's requests to AWS. */
export interface AwsAccess {
  /** The same for deployments that share credentials, region and network. Holds no secret. */
  readonly key: string;
  readonly source: 'bearer' | 'static' | 'profile' | 'chain' | 'role' | 'web-identity';
  /** The profile, or the role's ARN. */
  readonly name: string | undefined;
  /** Undefined where only the AWS profile, or nothing, names one. */
  readonly region: string | undefined;
  /** Resolves the credentials. Throws an Error in the words of the SDK. */
  credentials(): Promise<{ readonly expiresAt: number | undefined }>;
  /** Asks STS who these credentials are. Throws GatewayError: `authentication` where it refuses them. */
  identify(signal: AbortSignal): Promise<AwsCaller>;
  /** What a person can do where the credentials are absent or refused. */
  readonly advice: string;
}

export interface AwsCaller {
  readonly arn: string;
  /** What the service's clock said, epoch ms. */
  readonly serverTime: number | undefined;
}

/** An HTTP answer of any status, and what the way to it was like. */
export interface Reached {
  readonly status: number;
  /** The `Date` of the answer, epoch ms. */
  readonly serverTime: number | undefined;
  readonly certificate: { readonly expiresAt: number; readonly issuer: string } | undefined;
  /** The proxy on the way, without its login. */
  readonly proxy: string | undefined;
}

/** Goes the way that requests to models go, by the same proxies and with the same authorities. */
export interface NetworkProbe {
  /** Throws GatewayError `connection` that says which machine failed, and `internal` for a proxy that cannot be used. */
  reach(address: URL, network: NetworkParameters | undefined, signal: AbortSignal): Promise<Reached>;
  /** PEM files that the config or the environment names and that cannot be read. */
  unreadableFiles(network: NetworkParameters | undefined): readonly string[];
}

export type LedgerHealth =
  | { readonly kind: 'absent' }
  /** `whole`: every page was read; else only that it opens. */
  | { readonly kind: 'sound'; readonly bytes: number; readonly whole: boolean }
  | { readonly kind: 'damaged' | 'unusable'; readonly reason: string };

/** Looks at the ledger's file without changing it. */
export interface LedgerProbe {
  /** Version of SQLite. Throws where its native module cannot be loaded. */
  nativeVersion(): string;
  /** `whole` reads every page, however long that takes. */
  check(whole: boolean): LedgerHealth;
}
