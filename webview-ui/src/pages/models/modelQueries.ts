import type { MODEL_TESTS_PATH, ModelTest, ModelTestList } from '../../../../src/protocol/modelTests.ts';
import { useAnswer } from '../../api/queries.ts';

export const modelTestsPath: typeof MODEL_TESTS_PATH = '/torii/model-tests';

/** The newest test of each deployment since the gateway started, by the deployment's id. */
export function useModelTests(): ReadonlyMap<string, ModelTest> {
  const { data } = useAnswer<ModelTestList>(['model-tests'], () => modelTestsPath, ['tests']);
  return new Map(data?.tests.map((test) => [test.deploymentId, test]));
}
