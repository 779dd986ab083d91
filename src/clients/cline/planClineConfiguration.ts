import { GatewayError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ports.ts';
import type { Assignment } from '../assignments.ts';
import { readJsonDocument } from '../jsonDocument.ts';
import { toLoopbackBaseUrl } from '../loopbackUrl.ts';
import {
  type ClineTarget,
  globalStateAssignments,
  providersAssignments,
  secretsAssignments,
} from './clineAssignments.ts';
import { type ClineFilePlan, leaveAlone, planFile } from './clineFilePlan.ts';
import type { ClineModelInfo } from './clineModelInfo.ts';
import type { ClineFile, ClineInstallation } from './detectCline.ts';
import { findProviderFileFaults } from './providersFile.ts';

export interface ClineConfigurationRequest {
  readonly installation: ClineInstallation;
  /** The gateway on this machine's loopback, e.g. `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  /** A virtual key. It is stored by Cline in plain text. */
  readonly apiKey: string;
  /** Refused as `apiKey`, where given. */
  readonly masterKey?: string | undefined;
  /** Model groups of the gateway. */
  readonly planModel: string;
  readonly actModel: string;
  /** Of the act model; of the plan model too where both are the same. */
  readonly modelInfo?: ClineModelInfo | undefined;
  /** Of a plan model that is another one. */
  readonly planModelInfo?: ClineModelInfo | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

export interface ClineWarning {
  readonly code: 'providers-left-alone' | 'provider-settings-dropped' | 'remote-key' | 'price-unknown';
  readonly message: string;
}

/** What would be written. Holds secrets apart from `changes`, `preview` and `warnings`; never to be logged. */
export interface ClinePlan {
  readonly baseUrl: string;
  readonly files: readonly ClineFilePlan[];
  readonly warnings: readonly ClineWarning[];
  /** False where Cline is configured this way already. */
  readonly changed: boolean;
}

/**
 * Works out the new text of Cline's files; touches nothing. Every other key stays, in its place. Throws GatewayError:
 * `bad-request` for an address beyond this machine, an empty key, the master key, or a file that is not JSON;
 * `permission` for a file that cannot be read or changed.
 */
export function planClineConfiguration(request: ClineConfigurationRequest): ClinePlan {
  const target = toTarget(request);
  const now = request.clock.now();
  const files = request.installation.files.map((file) => planOne(file, target, now));
  return {
    baseUrl: target.baseUrl,
    files,
    warnings: [...files.flatMap(warningsOf), ...priceWarnings(target)],
    changed: files.some(({ action }) => action === 'create' || action === 'change'),
  };
}

function toTarget(request: ClineConfigurationRequest): ClineTarget {
  const baseUrl = toLoopbackBaseUrl(request.baseUrl);
  requireText(request.apiKey, 'key');
  requireText(request.planModel, 'model for plan mode');
  requireText(request.actModel, 'model for act mode');
  if (request.apiKey === request.masterKey) {
    throw new GatewayError(
      'bad-request',
      'Cline needs a virtual key of its own; the master key is never written there.',
    );
  }
  const same = request.planModel === request.actModel;
  return {
    baseUrl,
    apiKey: request.apiKey,
    planModel: request.planModel,
    actModel: request.actModel,
    planModelInfo: request.planModelInfo ?? (same ? request.modelInfo : undefined),
    actModelInfo: request.modelInfo,
  };
}

function requireText(value: string, what: string): void {
  if (value === '' || value !== value.trim()) {
    throw new GatewayError('bad-request', `The ${what} is empty or has spaces around it.`);
  }
}

function planOne(file: ClineFile, target: ClineTarget, now: number): ClineFilePlan {
  const leave = file.role === 'providers' && (file.content === 'invalid' || file.content === 'unparseable');
  return leave ? leaveAlone(file) : planFile(file, (document) => assignmentsOf(file, target, document, now));
}

function assignmentsOf(file: ClineFile, target: ClineTarget, document: unknown, now: number): readonly Assignment[] {
  if (file.role === 'globalState') return globalStateAssignments(target);
  if (file.role === 'secrets') return secretsAssignments(target);
  return providersAssignments(target, document, now);
}

function warningsOf(plan: ClineFilePlan): readonly ClineWarning[] {
  const { file } = plan;
  if (plan.action === 'leave-alone') return [{ code: 'providers-left-alone', message: describeFaults(file) }];
  if (file.role === 'secrets' && hasRemoteKey(file)) {
    return [
      {
        code: 'remote-key',
        message:
          'Cline holds a LiteLLM key from its organisation (remoteLiteLlmApiKey), which it prefers over the one written here.',
      },
    ];
  }
  const dropped = plan.changes.filter(({ after }) => after === undefined).map(({ key }) => key);
  if (file.role !== 'providers' || dropped.length === 0) return [];
  const message = `The LiteLLM entry pointed at another server. Removed with it: ${dropped.join(', ')}. Restore brings them back.`;
  return [{ code: 'provider-settings-dropped', message }];
}

function describeFaults(file: ClineFile): string {
  const faults = findProviderFileFaults(readJsonDocument(file.bytes).object);
  const where = file.content === 'unparseable' ? 'it is not JSON' : `Cline refuses ${faults.slice(0, 5).join(', ')}`;
  return `${file.path} was left alone: ${where}, and Cline would drop all of its entries. The Cline CLI is not configured; repair the file and try again.`;
}

function hasRemoteKey(file: ClineFile): boolean {
  const key = readJsonDocument(file.bytes).object?.['remoteLiteLlmApiKey'];
  return typeof key === 'string' && key !== '';
}

function priceWarnings(target: ClineTarget): readonly ClineWarning[] {
  const unpriced = [
    ...(target.actModelInfo?.inputPrice === undefined ? [target.actModel] : []),
    ...(target.planModelInfo?.inputPrice === undefined ? [target.planModel] : []),
  ];
  return [...new Set(unpriced)].map((model) => ({
    code: 'price-unknown',
    message: `The price of ${model} is not known, so Cline will show a cost of $0 for it. The gateway's ledger says "unknown".`,
  }));
}
