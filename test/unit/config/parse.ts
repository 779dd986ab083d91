import { type ParsedSettings, parseSettings } from '../../../src/config/parseSettings.ts';
import type { Deployment } from '../../../src/domain/deployment.ts';
import type { Diagnostic, GatewaySettings } from '../../../src/domain/settings.ts';

export interface ParseOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Other files, by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
}

export const FILE = '/project/config.yaml';

export function parse(text: string, options: ParseOptions = {}): ParsedSettings {
  return parseSettings({
    text,
    file: FILE,
    environment: options.environment ?? {},
    readFile: (path) => options.files?.[path],
  });
}

export function settingsOf(text: string, options: ParseOptions = {}): GatewaySettings {
  const { settings, diagnostics } = parse(text, options);
  if (settings === undefined) throw new Error(JSON.stringify(diagnostics));
  return settings;
}

/** A config with one entry whose `litellm_params` are these lines. */
export function entry(...params: readonly string[]): string {
  const lines = params.map((line) => `      ${line}`);
  return ['model_list:', '  - model_name: chat', '    litellm_params:', ...lines, ''].join('\n');
}

export function deploymentOf(text: string, options: ParseOptions = {}): Deployment {
  const deployment = settingsOf(text, options).deployments[0];
  if (deployment === undefined) throw new Error('there is no deployment');
  return deployment;
}

export function find(text: string, code: string, options: ParseOptions = {}): Diagnostic | undefined {
  return parse(text, options).diagnostics.find((finding) => finding.code === code);
}

export const DEMO = entry('model: demo/chat');
