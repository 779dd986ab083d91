import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runDoctor } from '../../../src/cli/doctor.ts';
import { composeDoctorParts } from '../../../src/compose/doctor.ts';
import type { DoctorParts } from '../../../src/doctor/gatewayDoctor.ts';
import { createTerminalLogger } from '../../../src/lineLogger.ts';
import { type DoctorCheck, doctorReportSchema } from '../../../src/protocol/doctor.ts';
import { isExcluded } from '../../../src/providers/network/noProxy.ts';
import { systemClock } from '../../../src/systemPorts.ts';
import { refusingUrl } from '../../simulators/bedrock/bedrockSimulator.ts';
import type { TestGateway } from '../support/gateway.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** A person at a terminal beside a home, who runs `torii doctor`. */
export class Patient {
  readonly directory: string;
  readonly home: string;
  readonly environment: Record<string, string> = {};
  /** Of the program that is run. */
  version = 'test';
  /** Where the gateway is; a port that nobody holds where it is left out. */
  baseUrl: string | undefined;
  /** What of the machine is another than the real one. */
  change: (parts: DoctorParts) => DoctorParts = (parts) => parts;

  constructor(gateway?: TestGateway) {
    this.directory = gateway?.directory ?? mkdtempSync(join(tmpdir(), 'torii-doctor-'));
    if (gateway === undefined) onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
    this.home = join(this.directory, 'home');
    this.baseUrl = gateway?.baseUrl;
    mkdirSync(this.home, { recursive: true, mode: 0o700 });
    mkdirSync(join(this.directory, 'user'), { recursive: true });
  }

  /** Writes a file of the home; the config unless another name is given. */
  write(text: string, name = 'config.yaml', mode = 0o600): string {
    const file = join(this.home, name);
    writeFileSync(file, text, { mode });
    return file;
  }

  async run(...args: readonly string[]): Promise<Outcome> {
    const [out, error]: [string[], string[]] = [[], []];
    const surroundings = {
      homeDir: join(this.directory, 'user'),
      variables: { TORII_HOME: this.home, ...this.environment },
      platform: 'linux' as const,
      clock: systemClock,
      print: (text: string) => void out.push(text),
      printError: (text: string) => void error.push(text),
      ask: undefined,
    };
    const logger = createTerminalLogger('error', systemClock, process.stderr);
    const base = this.baseUrl ?? (await refusingUrl());
    const code = await runDoctor(['--base-url', base, ...args], surroundings, {
      version: this.version,
      partsFor: (home, file) => this.change(composeDoctorParts(home, file, surroundings.variables, logger)),
      excludes: isExcluded,
    });
    return { code, out: out.join(''), error: error.join('') };
  }

  /** What a check found: one entry for each thing that it looks at. */
  async check(id: string, ...args: readonly string[]): Promise<readonly DoctorCheck[]> {
    const { out, error } = await this.run('--json', '--check', id, ...args);
    if (out === '') throw new Error(error);
    return doctorReportSchema.parse(JSON.parse(out)).checks;
  }

  /** Of a check that looks at one thing. */
  async only(id: string, ...args: readonly string[]): Promise<DoctorCheck> {
    const [first, ...more] = await this.check(id, ...args);
    if (first === undefined || more.length > 0) throw new Error(`${id} found ${more.length + 1} things`);
    return first;
  }
}

export const DEMO = 'model_list:\n  - model_name: coding\n    litellm_params: { model: demo/chat }\n';
