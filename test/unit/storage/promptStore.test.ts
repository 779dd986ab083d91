import { expect, it, onTestFinished } from 'vitest';
import { type LogLine, openTestLedger, recordingLogger } from './support.ts';

const MB = 1024 * 1024;

it('keeps no more than about 32 MB of bodies waiting, and takes further ones when those are written', async () => {
  const lines: LogLine[] = [];
  const ledger = await openTestLedger({ logger: recordingLogger(lines) });
  onTestFinished(() => ledger.close());
  const body = { request: { prompt: 'x'.repeat(MB) }, response: undefined };
  await Promise.all(Array.from({ length: 50 }, (_, index) => ledger.prompts.keep(`call-${index}`, body)));
  const kept = await Promise.all(Array.from({ length: 50 }, (_, index) => ledger.prompts.find(`call-${index}`)));
  expect(kept.filter((bodies) => bodies !== undefined)).toHaveLength(32);
  expect(lines.filter(({ message }) => message === 'The bodies of a request were not kept')).toHaveLength(18);
  await ledger.prompts.keep('later', body);
  expect(await ledger.prompts.find('later')).toMatchObject({ request: body.request });
});
