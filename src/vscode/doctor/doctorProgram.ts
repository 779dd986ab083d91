import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { toResults } from '../../doctor/outsideDoctor.ts';
import type { CheckResult, ReportLanguage } from '../../domain/doctor.ts';
import { doctorReportSchema } from '../../protocol/doctor.ts';

export interface DoctorProgram {
  /** Folder of the bundles. */
  readonly distDir: string;
  readonly home: string;
  readonly baseUrl: string;
  /** Undefined where the settings name none. */
  readonly configFile: string | undefined;
  readonly language: ReportLanguage;
  readonly modelCalls: boolean;
}

const LONGEST_MS = 180_000;
const LARGEST_BYTES = 8 * 1024 * 1024;

/**
 * Runs `torii doctor` as a process of its own: what it looks at, SQLite's module first of all, can then break without
 * breaking the editor. Throws an Error with its words where it gives no report.
 */
export async function runDoctorProgram(program: DoctorProgram, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const { out, error } = await execute(program, signal);
  const report = doctorReportSchema.safeParse(parse(out));
  if (report.success) return toResults(report.data);
  throw new Error(error.trim() === '' ? 'Doctor gave no report.' : error.trim());
}

/** `process.execPath` is Node in code-server, and the editor's own program, which can be Node as well, on a desktop. */
function execute(
  program: DoctorProgram,
  signal: AbortSignal,
): Promise<{ readonly out: string; readonly error: string }> {
  const { home } = program;
  const asNode = process.versions['electron'] === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' };
  const env = { ...process.env, ...asNode, TORII_HOME: home };
  const options = { env, signal, timeout: LONGEST_MS, maxBuffer: LARGEST_BYTES, windowsHide: true };
  return new Promise((resolve, reject) => {
    // The exit code says whether a check failed, which the report says, too.
    execFile(process.execPath, argumentsOf(program), options, (thrown, out, error) => {
      if (signal.aborted) reject(signal.reason);
      else resolve({ out, error: error === '' ? (thrown?.message ?? '') : error });
    });
  });
}

function argumentsOf({ distDir, baseUrl, configFile, language, modelCalls }: DoctorProgram): string[] {
  const config = configFile === undefined ? [] : ['--config', configFile];
  const calls = modelCalls ? ['--model-calls'] : [];
  const asked = ['--json', '--lang', language, '--base-url', baseUrl];
  return [join(distDir, 'headless.cjs'), 'doctor', ...asked, ...config, ...calls];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
