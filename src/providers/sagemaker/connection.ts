import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { type Connection, openAwsConnection } from '../aws/connection.ts';
import type { ConnectionPlan } from '../aws/connectionPlan.ts';
import { createMarshallerProvider } from '../aws/eventMarshaller.ts';
import { addDeploymentHeaders, observeResponse } from '../aws/exchange.ts';
import type { AwsService } from '../aws/service.ts';
import type { Environment } from '../network/environment.ts';

/** The SDK is loaded with the first connection. */
export async function openConnection(
  plan: ConnectionPlan,
  environment: Environment,
  service: AwsService,
): Promise<Connection<SageMakerRuntimeClient>> {
  const { SageMakerRuntimeClient } = await import('@aws-sdk/client-sagemaker-runtime');
  const eventStreamSerdeProvider = await createMarshallerProvider(service, () => undefined);
  return openAwsConnection(plan, environment, ({ token: _none, ...settings }, watches) => {
    const client = new SageMakerRuntimeClient({ ...settings, eventStreamSerdeProvider });
    client.middlewareStack.add(observeResponse(watches), {
      step: 'deserialize',
      priority: 'low',
      name: 'observeResponse',
    });
    client.middlewareStack.add(addDeploymentHeaders(watches), { step: 'build', name: 'deploymentHeaders' });
    return client;
  });
}
