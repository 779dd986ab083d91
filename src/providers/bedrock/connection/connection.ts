import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { type Connection, openAwsConnection } from '../../aws/connection.ts';
import type { ConnectionPlan } from '../../aws/connectionPlan.ts';
import { createMarshallerProvider } from '../../aws/eventMarshaller.ts';
import { addDeploymentHeaders, observeResponse, replaceBody } from '../../aws/exchange.ts';
import type { Environment } from '../../network/environment.ts';
import { BEDROCK } from '../service.ts';
import { toQuickEvent } from './quickEvent.ts';

export type BedrockConnection = Connection<BedrockRuntimeClient>;

/** The SDK is loaded with the first connection. */
export async function openConnection(plan: ConnectionPlan, environment: Environment): Promise<BedrockConnection> {
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  const eventStreamSerdeProvider = await createMarshallerProvider(BEDROCK, toQuickEvent);
  return openAwsConnection(plan, environment, (settings, watches) => {
    const client = new BedrockRuntimeClient({ ...settings, eventStreamSerdeProvider });
    client.middlewareStack.add(observeResponse(watches), {
      step: 'deserialize',
      priority: 'low',
      name: 'observeResponse',
    });
    client.middlewareStack.add(replaceBody(watches), { step: 'build', priority: 'high', name: 'replaceBody' });
    client.middlewareStack.add(addDeploymentHeaders(watches), { step: 'build', name: 'deploymentHeaders' });
    return client;
  });
}
