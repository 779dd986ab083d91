import { expect, it } from 'vitest';
import { runInSteps } from '../../../src/storage/idleWork.ts';
import { recordingLogger } from './support.ts';

it('takes no step before it is ready for it', async () => {
  const done: string[] = [];
  await runInSteps({
    name: 'Work',
    logger: recordingLogger(),
    open: () => true,
    ready: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push('ready');
    },
    step: () => done.push('step') < 6,
  });
  expect(done).toEqual(['ready', 'step', 'ready', 'step', 'ready', 'step']);
});
