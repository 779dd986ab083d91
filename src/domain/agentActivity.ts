/** What coding agents report of their own work, over OpenTelemetry: tool calls, edits that were kept, votes. */

export const ACTIVITY_COUNTERS = [
  'toolCalls',
  'toolFailures',
  'editsAccepted',
  'editsRejected',
  'linesAdded',
  'linesRemoved',
  'votesUp',
  'votesDown',
] as const;
export type ActivityCounter = (typeof ACTIVITY_COUNTERS)[number];

/** Agents tell the same thing by several signals at once: the largest account of them counts. */
export type ActivitySource = 'traces' | 'metrics' | 'logs';

/** How a report was found to belong to a task: by the agent's session, by an answer of ours, by a trace, or by time alone. */
export type ActivityJoin = 'session' | 'answer' | 'trace' | 'time';

/** One thing that an agent told. */
export interface ActivityReport {
  readonly counter: ActivityCounter;
  readonly amount: number;
  /** The tool that was called. */
  readonly tool: string | undefined;
  readonly source: ActivitySource;
  /** Set where `amount` is a total since the agent began: the series that it belongs to. */
  readonly series: string | undefined;
  /** Epoch ms. */
  readonly at: number;
}

export interface ToolActivity {
  readonly name: string;
  readonly calls: number;
  readonly failures: number;
}

/** The sums of what one agent told of one task. */
export interface AgentActivity extends Readonly<Record<ActivityCounter, number>> {
  /** The agent's `service.name`. */
  readonly agent: string;
  /** Most used first; bounded. */
  readonly tools: readonly ToolActivity[];
  readonly joinedBy: ActivityJoin;
  /** Epoch ms. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface ActivityStore {
  /** Adds reports of a task. Bounded in age and number. */
  add(
    of: { readonly taskId: string; readonly agent: string; readonly joinedBy: ActivityJoin },
    reports: readonly ActivityReport[],
  ): Promise<void>;
  find(taskId: string): Promise<readonly AgentActivity[]>;
}

/** A message of OTLP over HTTP, unpacked. */
export interface OtlpMessage {
  readonly signal: ActivitySource;
  readonly json: boolean;
  readonly bytes: Uint8Array;
}

export interface ActivityReceiver {
  /** Takes what an agent sends with the key of this hash. Throws GatewayError `bad-request` for what is no such message. */
  receive(message: OtlpMessage, token: string): Promise<void>;
}
