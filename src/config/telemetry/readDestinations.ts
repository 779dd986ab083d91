import type { DestinationSettings, ExportSettings } from '../../domain/destinations.ts';
import type { DestinationInput } from './destinationInput.ts';
import { readLangfuse } from './readLangfuse.ts';
import { readMlflowRuns, readMlflowTraces } from './readMlflow.ts';
import { readOtlp } from './readOtlp.ts';

const DEFAULT_TEXT_LENGTH = 16_384;
const DEFAULT_SPOOL_MB = 256;
const BYTES_PER_MB = 1024 * 1024;

/** Where LiteLLM's callbacks and their variables send traces. What is missing is a finding, and that destination is left out. */
export function readExports(input: DestinationInput): ExportSettings {
  const { litellm_settings: litellm, torii_settings: own } = input.config;
  return {
    destinations: readAll(input),
    maxTextLength: own?.export_max_text_length ?? DEFAULT_TEXT_LENGTH,
    spoolBytes: Math.round((own?.export_spool_max_mb ?? DEFAULT_SPOOL_MB) * BYTES_PER_MB),
    hideKeyInfo: litellm?.redact_user_api_key_info ?? false,
  };
}

function readAll(input: DestinationInput): readonly DestinationSettings[] {
  const single = [readOtlp(input), readMlflowTraces(input), readMlflowRuns(input)];
  return [...readLangfuse(input), ...single].filter((settings) => settings !== undefined);
}
