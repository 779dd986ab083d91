import type { Clock } from '../domain/ports.ts';
import type { Agent, AgentEnvironment } from './agent.ts';
import { toTarget } from './agentTarget.ts';
import { isAssigned, nameOfPath, valueAt } from './assignments.ts';
import { readDocument } from './documents/settingsDocument.ts';

/** What stands in an agent's settings where Torii would write. Holds a key: never to be logged. */
export interface AgentInspection {
  readonly found: boolean;
  /** Base URLs, as they are written. */
  readonly addresses: readonly string[];
  readonly models: readonly string[];
  readonly keys: readonly string[];
  /** Settings without which the agent goes elsewhere, and that say something else. */
  readonly otherwise: readonly string[];
  /** Files that the agent itself cannot read, or that cannot be read here. */
  readonly faults: readonly string[];
}

/** Marks by which what Torii would write is told apart. */
const MARKS = {
  baseUrl: 'http://127.0.0.1:1',
  apiKey: 'sk-inspection',
  // One for both: some agents have a word of their own for two different ones.
  actModel: 'torii-inspected',
  planModel: 'torii-inspected',
};

type Kind = 'address' | 'model' | 'key' | 'constant';

/** Reads an agent's files and changes nothing. Never throws. */
export function inspectAgent(agent: Agent, environment: AgentEnvironment, clock: Pick<Clock, 'now'>): AgentInspection {
  const { found, files, dataDir, programs } = agent.detect(environment);
  const target = toTarget(MARKS, MARKS.apiKey, undefined);
  const values: Record<Kind, string[]> = { address: [], model: [], key: [], constant: [] };
  const faults: string[] = [];
  for (const file of files) {
    if (file.obstacle?.kind === 'unreadable') faults.push(file.path);
    if (file.bytes === undefined) continue;
    const { state, value: document } = readDocument(file.format, file.bytes);
    const request = { target, document, dataDir, programs, now: clock.now() };
    const assignments = state === 'unparseable' ? undefined : agent.assignments(file, request);
    if (assignments === undefined) faults.push(file.path);
    for (const assignment of assignments ?? []) {
      const kind = kindOf(assignment.value);
      const written = valueAt(document, assignment.path);
      if (kind !== 'constant' && typeof written === 'string' && written !== '') values[kind].push(written);
      if (kind === 'constant' && assignment.essential && !isAssigned(document, assignment)) {
        values.constant.push(nameOfPath(assignment.path));
      }
    }
  }
  const { address, model, key, constant } = values;
  return { found, addresses: unique(address), models: unique(model), keys: unique(key), otherwise: constant, faults };
}

function kindOf(value: unknown): Kind {
  if (value === MARKS.apiKey) return 'key';
  if (value === MARKS.actModel) return 'model';
  return typeof value === 'string' && value.startsWith(MARKS.baseUrl) ? 'address' : 'constant';
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
