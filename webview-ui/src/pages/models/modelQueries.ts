import type { UseQueryResult } from '@tanstack/react-query';
import type { ModelList } from '../../../../src/protocol/api.ts';
import type { MODEL_TESTS_PATH, ModelTest, ModelTestList } from '../../../../src/protocol/modelTests.ts';
import { modelsPath } from '../../api/paths.ts';
import { useAnswer } from '../../api/queries.ts';

export const modelTestsPath: typeof MODEL_TESTS_PATH = '/torii/model-tests';

export function useModels(): UseQueryResult<ModelList> {
  return useAnswer<ModelList>(['models'], () => modelsPath, ['groups']);
}

/** The newest test of each deployment since the gateway started, by the deployment's id. */
export function useModelTests(): ReadonlyMap<string, ModelTest> {
  const { data } = useAnswer<ModelTestList>(['model-tests'], () => modelTestsPath, ['tests']);
  return new Map(data?.tests.map((test) => [test.deploymentId, test]));
}
