import type { ExportSettings } from './destinations.ts';
import { type PromptLimits, toKeptBody } from './promptStorage.ts';
import { redactSecrets } from './redactSecrets.ts';
import type { ScoreDelivery } from './score.ts';
import type { CallTrace, TraceFacts } from './traceExport.ts';

/** Largest body that is exported, as JSON. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Characters of one text in what is kept of a running call. */
const MAX_FACT_LENGTH = 4096;

/**
 * A trace as it may leave the machine: without anything that has the form of a secret, with long texts cut, without the
 * caller's address; and without whose key it was, where the config says so. Every destination gets its traces from here.
 */
export function toExportedTrace(trace: CallTrace, rules: ExportSettings): CallTrace {
  const limits: PromptLimits = { maxTextLength: rules.maxTextLength, maxBytes: MAX_BODY_BYTES };
  const { content, ...rest } = rules.hideKeyInfo ? withoutKeyInfo(trace) : trace;
  // Of the same shape: only texts change.
  const facts = { ...rest, record: { ...rest.record, ipAddress: undefined } };
  const clean = toKeptBody(facts, { ...limits, maxBytes: Number.POSITIVE_INFINITY }) as typeof rest;
  if (content === undefined) return { ...clean, content };
  return {
    ...clean,
    content: { request: toKeptBody(content.request, limits), response: toKeptBody(content.response, limits) },
  };
}

/** What is known of a running call, as it may stand on this machine's disk until the call ends. */
export function toKeptFacts(facts: TraceFacts): TraceFacts {
  const limits = { maxTextLength: MAX_FACT_LENGTH, maxBytes: Number.POSITIVE_INFINITY };
  // Of the same shape: only texts change.
  return toKeptBody(facts, limits) as TraceFacts;
}

/** The same for a judgement: people write remarks, too. */
export function toExportedScore(delivery: ScoreDelivery): ScoreDelivery {
  const { score } = delivery;
  const value = typeof score.value === 'string' ? redactSecrets(score.value) : score.value;
  const comment = score.comment === undefined ? undefined : redactSecrets(score.comment);
  return { ...delivery, score: { ...score, name: redactSecrets(score.name), value, comment } };
}

function withoutKeyInfo(trace: CallTrace): CallTrace {
  const hidden = { token: '', keyAlias: undefined, userId: undefined, teamId: undefined };
  return { ...trace, record: { ...trace.record, ...hidden }, teamAlias: undefined, userEmail: undefined };
}
