import type { AgentTarget } from './agentTarget.ts';
import type { Assignment } from './assignments.ts';
import type { FilePlan } from './filePlan.ts';
import type { SettingsFile } from './settingsFile.ts';

/** Also the alias of the agent's virtual key, and the folder of its backups. */
export const agentIds = [
  'cline',
  'claude-code',
  'codex',
  'roo-code',
  'kilo-code',
  'continue',
  'aider',
  'opencode',
  'copilot-chat',
] as const;
export type AgentId = (typeof agentIds)[number];

/** What decides the places of an agent's files. */
export interface AgentEnvironment {
  readonly homeDir: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Torii's home: files for an agent to import stand there. */
  readonly toriiHome: string;
  /** The user's word on where the agent keeps its settings, above all rules of the agent. */
  readonly dataDir?: string | undefined;
  /** `User` folders of the editors to configure. Undefined: all that are found. */
  readonly editorUserDirs?: readonly string[] | undefined;
}

/** A program or an editor extension of an agent. */
export interface InstalledProgram {
  readonly kind: 'cli' | 'extension';
  readonly path: string;
  /** Undefined where its package does not say. */
  readonly version: string | undefined;
}

export interface AgentDetection {
  readonly programs: readonly InstalledProgram[];
  /** A program was found, or settings that one has left. */
  readonly found: boolean;
  /** Where the settings are. */
  readonly dataDir: string;
  /** A process of the agent runs now; undefined where that cannot be told. */
  readonly running: boolean | undefined;
  /** As they are now, with their bytes: holds secrets, never to be logged. */
  readonly files: readonly SettingsFile[];
}

export interface PlanWarning {
  readonly code:
    | 'providers-left-alone'
    | 'provider-settings-dropped'
    | 'remote-key'
    | 'price-unknown'
    | 'other-settings-win';
  readonly message: string;
}

/** How the settings take effect. */
export type NextStep = 'reload-window' | 'restart-agent' | 'choose-model';

/** What an agent's file is filled from. */
export interface SettingsRequest {
  readonly target: AgentTarget;
  /** What the file holds now. */
  readonly document: unknown;
  /** Of the detection. */
  readonly dataDir: string;
  readonly programs: readonly InstalledProgram[];
  /** Epoch ms. */
  readonly now: number;
}

/** One coding agent: where its settings are and what they have to say. Pure, apart from reading files in `detect`. */
export interface Agent {
  readonly id: AgentId;
  readonly title: string;
  readonly nextStep: NextStep;
  /** It can plan with another model than it acts with. */
  readonly hasPlanModel: boolean;
  /** It keeps its settings in memory and may save them over what was written. */
  readonly savesLate: boolean;
  /** The first version of its extension that reads the files; older ones keep their settings inside the editor. */
  readonly firstExtension?: string | undefined;
  /** Never throws: a file that cannot be read or changed carries an `obstacle`. */
  detect(environment: AgentEnvironment): AgentDetection;
  /** What a file has to say; undefined leaves it alone. */
  assignments(file: SettingsFile, request: SettingsRequest): readonly Assignment[] | undefined;
  warnings(files: readonly FilePlan[], target: AgentTarget): readonly PlanWarning[];
}
