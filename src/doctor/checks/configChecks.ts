import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf } from '../../domain/errors.ts';
import type { Diagnostic, GatewaySettings } from '../../domain/settings.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

/** A config as it was read, whether it could be or not. */
export interface ConfigUnderTest {
  readonly file: string;
  /** Undefined where the file cannot be read at all. */
  readonly settings: GatewaySettings | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** False while a broken edit is on disk and an older config serves. */
  readonly inForce: boolean;
  /** The home's own config, which is read where no other is named. */
  readonly homeConfigFile: string;
  /** The gateway has run with this home before: it makes a config where there is none. */
  readonly homeStarted: boolean;
  readonly platform: NodeJS.Platform;
}

const UNKNOWN = new Set(['unknown-key', 'misplaced-key']);
const FILE_MISSING = 'file-missing';
const UNUSED = 'unused-key';
const MISSING_VARIABLE = 'missing-variable';
/** Findings of one check that are listed; a config with more has one cause, mostly. */
const MOST = 20;
/** Keys that manuals and examples show. */
const PUBLIC_KEYS = new Set(['sk-1234', 'sk-12345', 'sk-123456', 'sk-master', 'sk-test', 'sk-key']);
const SHORTEST_KEY = 16;
const OTHERS = 0o077;

/** What the config says, and what it relies on. */
export function configChecks(config: () => ConfigUnderTest): readonly Check[] {
  return [
    { id: 'config-readable', run: () => [checkReadable(config())] },
    { id: 'config-errors', run: () => checkErrors(config()) },
    { id: 'config-unknown-fields', run: () => checkUnknown(config()) },
    { id: 'config-place', run: () => [checkPlace(config())] },
    { id: 'config-master-key', run: () => [checkMasterKey(config())] },
    { id: 'environment-references', run: () => checkReferences(config()) },
    { id: 'env-file', run: () => checkEnvFile(config()) },
  ];
}

function checkReadable(config: ConfigUnderTest): Finding {
  const { file, settings, diagnostics, inForce } = config;
  if (isYetToCome(config)) return warning('config-not-yet', { file });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const words = error === undefined ? undefined : placed(error);
  if (settings === undefined) return { ...failure('config-unreadable', { file }), words };
  if (!inForce) return { ...failure('config-not-in-force', { file }), words };
  return ok('config-ok', { file });
}

function isYetToCome({ file, settings, diagnostics, homeConfigFile, homeStarted }: ConfigUnderTest): boolean {
  const isMissing = settings === undefined && diagnostics.some(({ code }) => code === FILE_MISSING);
  return isMissing && file === homeConfigFile && !homeStarted;
}

function checkErrors({ diagnostics, settings }: ConfigUnderTest): readonly Finding[] {
  if (settings === undefined) return [skipped('needs-config')];
  const others = diagnostics.filter(
    ({ code, severity }) => severity !== 'hint' && !UNKNOWN.has(code) && code !== MISSING_VARIABLE,
  );
  if (others.length === 0) return [ok('config-clean')];
  return others.slice(0, MOST).map(toFinding);
}

function checkUnknown({ diagnostics, settings }: ConfigUnderTest): readonly Finding[] {
  if (settings === undefined) return [skipped('needs-config')];
  const unknown = diagnostics.filter(({ code }) => UNKNOWN.has(code));
  if (unknown.length > 0) return unknown.slice(0, MOST).map(toFinding);
  const unused = diagnostics.filter(({ code }) => code === UNUSED).map(({ path }) => path);
  return [unused.length === 0 ? ok('config-fields-known') : ok('config-fields-unused', { names: unused.join(', ') })];
}

function toFinding(diagnostic: Diagnostic): Finding {
  const values = { place: placeOf(diagnostic), fix: diagnostic.fix ?? '' };
  const finding = diagnostic.severity === 'error' ? failure('config-error', values) : warning('config-warning', values);
  return { ...finding, words: diagnostic.message, subject: diagnostic.path === '' ? undefined : diagnostic.path };
}

function checkPlace({ file, homeConfigFile, settings }: ConfigUnderTest): Finding {
  if (settings === undefined) return skipped('needs-config');
  const deployments = settings.deployments.length;
  return file === homeConfigFile
    ? ok('config-place-home', { file, deployments })
    : ok('config-place-other', { file, home: homeConfigFile, deployments });
}

function checkMasterKey({ settings }: ConfigUnderTest): Finding {
  if (settings === undefined) return skipped('needs-config');
  const { masterKey } = settings;
  if (masterKey === undefined) return ok('master-key-home');
  const weak = PUBLIC_KEYS.has(masterKey) || masterKey.length < SHORTEST_KEY;
  return weak ? warning('master-key-weak') : ok('master-key-own');
}

function checkReferences({ diagnostics, settings }: ConfigUnderTest): readonly Finding[] {
  const missing = diagnostics.filter(({ code }) => code === MISSING_VARIABLE);
  if (missing.length === 0) return settings === undefined ? [skipped('needs-config')] : [ok('references-ok')];
  return missing.slice(0, MOST).map((diagnostic) => ({
    ...warning('reference-unset', { place: placeOf(diagnostic), fix: diagnostic.fix ?? '' }, diagnostic.path),
    words: diagnostic.message,
  }));
}

async function checkEnvFile({ file, diagnostics, platform }: ConfigUnderTest): Promise<readonly Finding[]> {
  const path = join(dirname(file), '.env');
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) {
    const wanted = diagnostics.some(({ code }) => code === MISSING_VARIABLE);
    return [wanted ? warning('env-file-absent', { path }) : skipped('env-file-unused', { path })];
  }
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => ({ thrown }));
  if (typeof text !== 'string') return [{ ...failure('env-file-unreadable', { path }), words: messageOf(text.thrown) }];
  const findings: Finding[] = [];
  if (platform !== 'win32' && (found.mode & OTHERS) !== 0) findings.push(warning('env-file-open', { path }));
  const lines = oddLines(text);
  if (lines.length > 0) findings.push(warning('env-file-lines', { path, lines: lines.join(', ') }));
  return findings.length === 0 ? [ok('env-file-ok', { path })] : findings;
}

/** Numbers of lines that are neither assignments nor comments, outside of quoted values of several lines. */
function oddLines(text: string): readonly number[] {
  let quote: string | undefined;
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (quote !== undefined) {
      if (line.includes(quote)) quote = undefined;
      return [];
    }
    const opened = /^\s*(?:export\s+)?[\w.-]+\s*[=:]\s*(["'`])(?!.*\1)/.exec(line)?.[1];
    quote = opened;
    const isPlain = line.trim() === '' || /^\s*#/.test(line) || /^\s*(?:export\s+)?[\w.-]+\s*[=:]/.test(line);
    return isPlain ? [] : [index + 1];
  });
}

function placed(diagnostic: Diagnostic): string {
  return `${placeOf(diagnostic)}: ${diagnostic.message}`;
}

function placeOf({ file, line, column }: Diagnostic): string {
  return `${file}:${line}:${column}`;
}
