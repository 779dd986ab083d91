import { onTestFinished } from 'vitest';
import { type SagemakerSimulator, startSagemakerSimulator } from '../../simulators/sagemaker/sagemakerSimulator.ts';

/** A SageMaker Runtime with these endpoints, each a TGI container; it ends with the test. */
export async function sagemakerUpstream(endpoints: readonly string[]): Promise<SagemakerSimulator> {
  const simulator = await startSagemakerSimulator({
    endpoints: Object.fromEntries(endpoints.map((name) => [name, { container: 'tgi' as const }])),
  });
  onTestFinished(() => simulator.close());
  return simulator;
}
