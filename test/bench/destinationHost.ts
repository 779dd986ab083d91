/** A destination of traces in a process of its own: `langfuse`, `langfuse-old` or `collector`. */
import { startLangfuse } from '../simulators/langfuse/langfuseSimulator.ts';
import { startCollector } from '../simulators/otlp/collectorSimulator.ts';

const [kind] = process.argv.slice(2);
const started =
  kind === 'collector'
    ? await startCollector()
    : await startLangfuse({ version: kind === 'langfuse-old' ? '3.49.1' : '4.16.0' });
console.log(`listening on ${started.url}`);
