// A Bedrock that answers every chat with a stream of some 200 events, or of as many as `max_tokens` says. Prints its address.
import { startBedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { NOVA, SONNET_37 } from '../simulators/bedrock/fixtures.ts';

const WORD = 'a word. ';

const simulator = await startBedrockSimulator({ recordsRequests: false });
for (const model of [NOVA, SONNET_37]) {
  simulator.script(model, ({ body, stream }) => ({
    text: WORD.repeat(stream ? (body.inferenceConfig?.maxTokens ?? 200) : 1),
    chunkSize: WORD.length,
  }));
}
console.log(`listening on ${simulator.url}`);
