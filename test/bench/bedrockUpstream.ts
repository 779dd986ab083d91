// A Bedrock that answers every chat with a stream of some 200 events. Prints its address.
import { startBedrockSimulator } from '../simulators/bedrock/bedrockSimulator.ts';
import { NOVA } from '../simulators/bedrock/fixtures.ts';

const simulator = await startBedrockSimulator({ recordsRequests: false });
simulator.script(NOVA, () => ({ text: 'a word. '.repeat(200), chunkSize: 8 }));
console.log(`listening on ${simulator.url}`);
