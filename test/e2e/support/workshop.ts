import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { PUBLIC_KEY, SECRET_KEY } from '../../simulators/langfuse/langfuseSimulator.ts';
import type { Sandbox } from './sandbox.ts';

export interface Services {
  readonly openai: string;
  readonly langfuse: string;
  readonly mlflow: string;
}

/** A config like the workshop's: two models, Langfuse and MLflow, prompts kept in the ledger. Gives back its path. */
export async function writeWorkshop(sandbox: Sandbox, services: Services): Promise<string> {
  const file = join(sandbox.folder, 'workshop', 'litellm_config.yaml');
  const env = [
    `LANGFUSE_PUBLIC_KEY=${PUBLIC_KEY}`,
    `LANGFUSE_SECRET_KEY=${SECRET_KEY}`,
    `LANGFUSE_HOST=${services.langfuse}`,
    `MLFLOW_TRACKING_URI=${services.mlflow}`,
  ];
  await sandbox.write(file, configOf(services.openai));
  await sandbox.write(join(sandbox.folder, 'workshop', '.env'), `${env.join('\n')}\n`);
  await addSettings(sandbox, { 'torii.configFile': file });
  return file;
}

/** Adds to the user's settings, before the editor starts. */
export async function addSettings(sandbox: Sandbox, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const file = join(sandbox.userData, 'User', 'settings.json');
  const written = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
  await writeFile(file, JSON.stringify({ ...written, ...settings }));
}

function configOf(url: string): string {
  const model = (name: string): string => `  - model_name: ${name}
    litellm_params:
      model: openai/${name}-1
      api_base: ${url}
      api_key: sk-test-upstream
      input_cost_per_token: 0.000003
      output_cost_per_token: 0.000015
`;
  return `model_list:
${model('writer')}${model('editor')}
litellm_settings:
  drop_params: true
  success_callback: [langfuse]
  failure_callback: [langfuse, mlflow]

general_settings:
  store_prompts_in_spend_logs: true

router_settings:
  num_retries: 1
`;
}
