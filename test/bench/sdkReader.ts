// For each request: asks Bedrock through the AWS SDK, reads the stream, and says how many events it had. Usage: sdkReader.ts <Bedrock URL>
import { createServer } from 'node:http';
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { TEST_CREDENTIALS } from '../simulators/bedrock/authentication.ts';
import { NOVA } from '../simulators/bedrock/fixtures.ts';

const client = new BedrockRuntimeClient({
  region: 'us-east-1',
  endpoint: process.argv[2] ?? '',
  credentials: TEST_CREDENTIALS,
  // HTTP/1.1 with connections that are kept, as the gateway does it.
  requestHandler: new NodeHttpHandler(),
});

const server = createServer(async (request, response) => {
  request.resume();
  const messages = [{ role: 'user' as const, content: [{ text: 'Say hello.' }] }];
  const { stream } = await client.send(new ConverseStreamCommand({ modelId: NOVA, messages }));
  let events = 0;
  for await (const _ of stream ?? []) events += 1;
  response.end(String(events));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`listening on http://127.0.0.1:${address.port}`);
});
