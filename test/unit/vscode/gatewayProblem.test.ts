import { expect, it, onTestFinished } from 'vitest';
import { GatewayClient } from '../../../src/apiClient/gatewayClient.ts';
import { type GatewayProblem, problemOf } from '../../../src/vscode/gatewayProblem.ts';
import { startLocalServer } from '../../support/localServer.ts';

/** What the editor makes of a gateway that answers like this. */
async function problemWith(status: number, body: unknown): Promise<GatewayProblem | undefined> {
  const server = await startLocalServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  onTestFinished(() => server.close());
  return await new GatewayClient(server.url, 'sk-test-home').models().then(() => undefined, problemOf);
}

it('says of a gateway of another version that it is one, not what of its answer is wrong', async () => {
  expect(await problemWith(200, { groups: [{ name: 'of tomorrow' }] })).toEqual({ kind: 'mismatch' });
});

it('gives back the words of a gateway that refuses', async () => {
  const error = { message: 'The ledger is locked.', type: 'overloaded', param: null, code: '503' };
  expect(await problemWith(503, { error })).toEqual({ kind: 'refused', message: 'The ledger is locked.' });
});

it('knows when nobody answers', async () => {
  const server = await startLocalServer(() => undefined);
  await server.close();
  const thrown = await new GatewayClient(server.url, 'sk-test-home').models().catch(problemOf);
  expect(thrown).toEqual({ kind: 'unreachable' });
});

it('is well with an answer as it knows it', async () => {
  expect(await problemWith(200, { groups: [] })).toBeUndefined();
});
