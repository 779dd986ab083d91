import { expect, test } from 'vitest';
import { closestName } from '../../../src/config/closestName.ts';

test.each([
  ['num_retry', ['num_retries', 'retry_after'], 'num_retries'],
  ['bedrok', ['bedrock', 'openai'], 'bedrock'],
  ['claude-sonet', ['claude-sonnet', 'claude-haiku'], 'claude-sonnet'],
  ['drop-params', ['drop_params'], 'drop_params'],
  ['Timeout', ['timeout'], 'timeout'],
  ['xy', ['ab'], undefined],
  ['completely', ['different'], undefined],
  ['a', [], undefined],
])('%s among %j means %s', (name, candidates, meant) => {
  expect(closestName(name, candidates)).toBe(meant);
});
