import type { Environment } from '../environment.ts';
import type { Findings } from '../findings.ts';
import type { ConfigDocument } from '../schema/configSchema.ts';

/** What the readers of destinations read. */
export interface DestinationInput {
  readonly config: ConfigDocument;
  readonly environment: Environment;
  readonly findings: Findings;
}
