import { z } from 'zod';
import { type GatewayClient, GatewayRefusal } from '../../apiClient/gatewayClient.ts';
import { REQUESTS_PATH, requestDetailSchema } from '../../protocol/api.ts';
import { TRACES_PATH, type TraceContentView, traceContentSchema } from '../../protocol/traces.ts';

/** A request of the ledger, with its bodies where they were kept. */
export interface StoredTrace {
  /** E.g. `/v1/chat/completions`. */
  readonly path: string;
  readonly modelGroup: string;
  /** Undefined where it is not kept. */
  readonly request: Readonly<Record<string, unknown>> | undefined;
  readonly response: unknown;
}

const NOT_FOUND = 404;
const bodySchema = z.record(z.string(), z.unknown());

/** Undefined for a call that no route of its own answers to. */
export async function readStored(
  client: GatewayClient,
  callId: string,
  pathOf: (callType: string) => string | undefined,
): Promise<StoredTrace | undefined> {
  const id = encodeURIComponent(callId);
  const { callType, modelGroup } = await client.read(requestDetailSchema, `${REQUESTS_PATH}/${id}`);
  const path = pathOf(callType);
  if (path === undefined) return undefined;
  const content = await readContent(client, id);
  const request = bodySchema.safeParse(content?.request);
  return { path, modelGroup, request: request.success ? request.data : undefined, response: content?.response };
}

async function readContent(client: GatewayClient, id: string): Promise<TraceContentView | undefined> {
  try {
    return await client.read(traceContentSchema, `${TRACES_PATH}/${id}/content`);
  } catch (error) {
    if (error instanceof GatewayRefusal && error.status === NOT_FOUND) return undefined;
    throw error;
  }
}
