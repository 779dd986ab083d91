import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { startTestGateway } from './support/gateway.ts';

const CONFIG = 'model_list: [{ model_name: chat, litellm_params: { model: demo/chat } }]\n';
const MESSAGES = [{ role: 'user', content: 'Hello.' }];

/** The steps that are told of from now on. */
function listen(): string[] {
  const steps: string[] = [];
  const onStep = (step: unknown): unknown => steps.push(String(step));
  subscribe('torii:request-step', onStep);
  onTestFinished(() => void unsubscribe('torii:request-step', onStep));
  return steps;
}

const BEFORE_THE_ANSWER = ['auth', 'receive', 'parse', 'task', 'open', 'parse', 'auth', 'admit', 'plan', 'prepare'];

test('a whole answer tells of each step once, in the order in which the work is done', async () => {
  const gateway = await startTestGateway(CONFIG);
  const steps = listen();
  const response = await gateway.chat({ model: 'chat', messages: MESSAGES });
  await response.text();
  expect(steps).toEqual([...BEFORE_THE_ANSWER, 'price', 'settle', 'tell', 'write']);
});

test('a stream also tells when it is noted in the journal and passed on', async () => {
  const gateway = await startTestGateway(CONFIG);
  const steps = listen();
  const response = await gateway.chat({ model: 'chat', stream: true, messages: MESSAGES });
  await response.text();
  expect(steps).toEqual([...BEFORE_THE_ANSWER, 'journal', 'relay', 'price', 'settle', 'tell', 'write']);
});

test('a request that is refused at the door gets no further', async () => {
  const gateway = await startTestGateway(CONFIG);
  const steps = listen();
  const response = await gateway.chat(
    { model: 'chat', messages: MESSAGES },
    { authorization: 'Bearer sk-test-nobody' },
  );
  expect(response.status).toBe(401);
  expect(steps).toEqual(['auth', 'receive']);
});
