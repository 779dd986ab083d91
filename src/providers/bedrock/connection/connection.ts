import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { type Connection, openAwsConnection } from '../../aws/connection.ts';
import type { ConnectionPlan } from '../../aws/connectionPlan.ts';
import { addDeploymentHeaders, observeResponse, replaceBody } from '../../aws/exchange.ts';
import type { Environment } from '../../network/environment.ts';
import { BEDROCK } from '../service.ts';

export type BedrockConnection = Connection<BedrockRuntimeClient>;

/** The SDK is loaded with the first connection. */
export async function openConnection(plan: ConnectionPlan, environment: Environment): Promise<BedrockConnection> {
  const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
  return openAwsConnection(plan, environment, (settings, watches) => {
    const client = new BedrockRuntimeClient(settings);
    client.middlewareStack.add(observeResponse(watches, BEDROCK), {
      step: 'deserialize',
      priority: 'low',
      name: 'observeResponse',
    });
    client.middlewareStack.add(replaceBody(watches), { step: 'build', priority: 'high', name: 'replaceBody' });
    client.middlewareStack.add(addDeploymentHeaders(watches), { step: 'build', name: 'deploymentHeaders' });
    return client;
  });
}
