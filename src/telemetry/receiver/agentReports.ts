import type { ActivityCounter, ActivityReport } from '../../domain/agentActivity.ts';
import type { Attributes, OtlpRecord } from './otlpRecords.ts';

type Told = readonly (readonly [ActivityCounter, tool?: string | undefined, amount?: number])[];
type Rule = (attributes: Attributes, record: OtlpRecord) => Told;

/** Tools of agents that change files: a decision on one is a decision on an edit. */
const EDIT_TOOLS: ReadonlySet<string> = new Set([
  ...['Edit', 'MultiEdit', 'Write', 'NotebookEdit'],
  ...['write_to_file', 'replace_in_file', 'apply_patch', 'editor', 'edit_file', 'new_file'],
]);

/**
 * What agents' records say, by the names of their spans, metrics and events. Sources: the monitoring pages of Claude Code
 * and Copilot Chat, and the telemetry code of Codex and Cline (see docs/metrics.md).
 */
const RULES: Readonly<Record<string, Rule>> = {
  'claude_code.tool_result': ({ tool_name: tool, success }) => call(tool, success),
  'claude_code.tool_decision': ({ tool_name: tool, decision }) => edit(tool, decision === 'accept'),
  'claude_code.code_edit_tool.decision': ({ decision }) => [accepted(decision === 'accept')],
  'claude_code.lines_of_code.count': ({ type }) => lines(type),
  'codex.tool_result': ({ tool_name: tool, success }) => call(tool, success),
  'codex.tool_decision': ({ tool_name: tool, decision }) => edit(tool, String(decision).startsWith('approved')),
  'task.tool_used': ({ tool, success }) => [...call(tool, success), ...edit(tool, isTrue(success))],
  'cline.tool.calls.total': ({ tool, success }) => call(tool, success),
  'cline.ai_output.accepted.lines_added.total': () => [['linesAdded']],
  'cline.ai_output.accepted.lines_deleted.total': () => [['linesRemoved']],
  'copilot_chat.tool.call': ({ 'gen_ai.tool.name': tool, success }) => call(tool, success),
  'copilot_chat.tool.call.count': ({ 'gen_ai.tool.name': tool, success }) => call(tool, success),
  'copilot_chat.edit.feedback': ({ outcome }) => [accepted(outcome === 'accepted')],
  'copilot_chat.edit.acceptance.count': ({ 'copilot_chat.edit.outcome': outcome }) => [
    accepted(outcome === 'accepted'),
  ],
  'copilot_chat.inline.done': ({ accepted: taken }) => [accepted(isTrue(taken))],
  'copilot_chat.edit.hunk.action': ({ outcome, lines_added: added, lines_removed: removed }) =>
    outcome === 'accepted'
      ? [
          ['linesAdded', undefined, Number(added) || 0],
          ['linesRemoved', undefined, Number(removed) || 0],
        ]
      : [],
  'copilot_chat.lines_of_code.count': ({ type }) => lines(type),
  'copilot_chat.user.feedback': ({ rating }) => vote(rating),
  'copilot_chat.user.feedback.count': ({ rating }) => vote(rating),
};

/** Names that tools and series may have, in characters. */
const LONGEST_NAME = 100;

/** What a record says of an agent's work; nothing for most. */
export function reportsOf(record: OtlpRecord, now: number): readonly ActivityReport[] {
  const { attributes, signal, value, at } = record;
  const rule = ruleOf(record);
  if (rule === undefined) return [];
  return rule(attributes, record).map(([counter, tool, amount = 1]) => ({
    counter,
    tool: tool?.slice(0, LONGEST_NAME),
    amount: amount * value,
    source: signal,
    series: seriesOf(record, counter),
    at: at === 0 ? now : at,
  }));
}

function ruleOf({ name, signal, attributes }: OtlpRecord): Rule | undefined {
  if (signal === 'traces') {
    const isTool = attributes['gen_ai.operation.name'] === 'execute_tool';
    return isTool ? ({ 'gen_ai.tool.name': tool }, { failed }) => call(tool, !failed) : undefined;
  }
  // Claude Code's events say their name in full in the body, and without the agent's own in an attribute.
  const full = [name, `claude_code.${name}`, `codex.${name}`].find((known) => Object.hasOwn(RULES, known));
  return full === undefined ? undefined : RULES[full];
}

/** Of a metric that counts from the agent's start: everything that tells its series from others. */
function seriesOf({ since, name, attributes }: OtlpRecord, counter: ActivityCounter): string | undefined {
  if (since === undefined) return undefined;
  const { tool, tool_name: toolName, success, ...rest } = attributes;
  const telling = [tool, toolName, success, rest['gen_ai.tool.name'], rest['type'], rest['decision'], rest['rating']];
  return JSON.stringify([since, name, counter, ...telling, rest['model'] ?? null]).slice(0, 4 * LONGEST_NAME);
}

function call(tool: Attributes[string] | undefined, success: Attributes[string] | undefined): Told {
  const name = tool === undefined ? undefined : String(tool);
  const failed = success !== undefined && !isTrue(success);
  return failed
    ? [
        ['toolCalls', name],
        ['toolFailures', name],
      ]
    : [['toolCalls', name]];
}

function edit(tool: Attributes[string] | undefined, taken: boolean): Told {
  return EDIT_TOOLS.has(String(tool)) ? [accepted(taken)] : [];
}

function accepted(taken: boolean): Told[number] {
  return [taken ? 'editsAccepted' : 'editsRejected'];
}

function lines(type: Attributes[string] | undefined): Told {
  if (type === 'added') return [['linesAdded']];
  return type === 'removed' ? [['linesRemoved']] : [];
}

function vote(rating: Attributes[string] | undefined): Told {
  if (rating === 'positive') return [['votesUp']];
  return rating === 'negative' ? [['votesDown']] : [];
}

function isTrue(value: Attributes[string] | undefined): boolean {
  return value === true || value === 'true';
}
