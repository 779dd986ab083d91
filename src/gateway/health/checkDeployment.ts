import type { Deployment } from '../../domain/deployment.ts';
import type { GatewayError } from '../../domain/errors.ts';
import type { Caller } from '../../domain/virtualKey.ts';
import { AttemptDeadline, explainAbort } from '../attemptDeadline.ts';
import type { GatewayContext } from '../context.ts';
import { tryEmbedding } from '../embeddingAttempt.ts';
import { CallLimits } from '../limits/callLimits.ts';
import { EMBEDDING_CALL_TYPE } from '../llmRequest.ts';
import { mockedAnswer } from '../mockedAnswer.ts';
import { newCallId } from '../randomId.ts';
import { RequestCall } from '../requestCall.ts';
import type { AttemptTarget } from '../routing/attempt.ts';
import { unknownProvider } from '../routing/attemptRunner.ts';
import { type Probe, toChat, toEmbedding, toProbe } from './probe.ts';

/** LiteLLM's tag of such calls: reports can leave them out by it. */
const TAG = 'litellm-internal-health-check';
const CHAT_CALL_TYPE = 'acompletion';

/** Who asks for a check; the row in the ledger is theirs. */
export interface HealthAsker {
  readonly caller: Caller;
  readonly ipAddress: string | undefined;
}

export interface HealthResult {
  readonly callId: string;
  readonly deployment: Deployment;
  readonly apiBase: string | undefined;
  /** Epoch ms. */
  readonly checkedAt: number;
  readonly durationMs: number;
  /** The provider's, of an answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where the deployment is well. */
  readonly error: GatewayError | undefined;
}

/** Asks one deployment for one token, or one embedding. A real call: it has its row, its cost, and budgets hold for it. */
export async function checkDeployment(
  context: GatewayContext,
  deployment: Deployment,
  asker: HealthAsker,
): Promise<HealthResult> {
  const call = openCall(context, deployment, asker);
  let headers = {};
  let error: GatewayError | undefined;
  try {
    const probe = toProbe(deployment, context.settings.current.router.timeoutMs);
    headers = await tryProbe(context, probe, call);
  } catch (thrown) {
    error = explainAbort(call.controller.signal, thrown);
  }
  await call.finish(error === undefined ? { status: 'success', requestId: undefined } : { status: 'failure', error });
  return {
    callId: call.callId,
    deployment,
    apiBase: context.providers.find(deployment.provider)?.endpoint(deployment).apiBase,
    checkedAt: call.startedAt,
    durationMs: Math.round(context.clock.monotonic() - call.since),
    headers,
    error,
  };
}

function openCall(context: GatewayContext, deployment: Deployment, { caller, ipAddress }: HealthAsker): RequestCall {
  const embeds = context.catalog.describe(deployment).mode === 'embedding';
  const call = new RequestCall(context, {
    callId: newCallId(context),
    callType: embeds ? EMBEDDING_CALL_TYPE : CHAT_CALL_TYPE,
    caller,
    modelGroup: deployment.group,
    stream: false,
    bodyBytes: 0,
    endUser: undefined,
    sessionId: undefined,
    traceId: undefined,
    taskId: undefined,
    client: undefined,
    tags: [TAG],
    ipAddress,
  });
  context.journal.begin(call);
  return call;
}

/** Without the marks that a client's request leaves on a deployment: a check neither rests it nor wakes it. */
async function tryProbe(context: GatewayContext, probe: Probe, call: RequestCall): Promise<HealthResult['headers']> {
  const { deployment, maxTokens, timeoutMs } = probe;
  const provider = context.providers.find(deployment.provider);
  if (provider === undefined) throw unknownProvider(deployment, context.providers.names());
  const card = context.catalog.describe(deployment);
  call.guard = new CallLimits(context, call, { body: { messages: toChat(probe).messages }, maxTokens });
  await call.guard.cover(deployment);
  const deadline = new AttemptDeadline(context.clock, call.controller.signal, { kind: 'whole', totalMs: timeoutMs });
  const endpoint = provider.endpoint(deployment);
  call.beginAttempt({
    ...{ deployment, price: card.price, ...endpoint, waitMs: 0, reason: 'first', timeoutMs, maxRetries: 0 },
  });
  const upstream = {
    ...{ callId: call.callId, deployment, card, signal: deadline.signal, dropParams: true },
    note: (note: Parameters<RequestCall['note']>[0]) => call.note(note),
  };
  try {
    return await ask({ provider, call: upstream }, probe, call);
  } catch (thrown) {
    throw deadline.explain(thrown);
  } finally {
    deadline.clear();
  }
}

async function ask(
  target: Pick<AttemptTarget, 'provider' | 'call'>,
  probe: Probe,
  call: RequestCall,
): Promise<HealthResult['headers']> {
  if (call.facts.callType === EMBEDDING_CALL_TYPE)
    return (await tryEmbedding(toEmbedding(probe), target, call)).headers;
  const mocked = probe.deployment.defaults['mock_response'];
  if (typeof mocked === 'string') {
    for await (const event of mockedAnswer(mocked)) call.observe(event);
    return {};
  }
  const answer = await target.provider.chat(toChat(probe), target.call);
  call.upstreamAnswered(answer.upstreamRequestId);
  for await (const event of answer.events) call.observe(event);
  return answer.headers;
}
