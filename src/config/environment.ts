import { dirname, join } from 'node:path';
import { parse } from 'dotenv';
import { isCredentialName } from './credentialNames.ts';
import { expandVariables } from './expandVariables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface LoadedEnvironment {
  /** Everything that `os.environ/NAME` can name. */
  readonly variables: Environment;
  /** What only the `.env` file gave. */
  readonly fromFile: Readonly<Record<string, string>>;
  /** The `.env` file, whether it exists or not. */
  readonly file: string;
}

/**
 * The environment of a config: the process's own, and the `.env` file beside the config for what that lacks. Values of
 * the file may use `${NAME}`. A credential that is empty in the process counts as absent.
 */
export function loadEnvironment(input: {
  readonly configFile: string;
  readonly processEnvironment: Environment;
  readFile(path: string): string | undefined;
}): LoadedEnvironment {
  const file = join(dirname(input.configFile), '.env');
  const text = input.readFile(file);
  const written = text === undefined ? {} : readDotEnv(text, input.processEnvironment);
  const fromFile = Object.fromEntries(
    Object.entries(written).filter(([name]) => !isSet(name, ownValue(input.processEnvironment, name))),
  );
  return { variables: { ...input.processEnvironment, ...fromFile }, fromFile, file };
}

/** Parses the text of a `.env` file and expands its variables from top to bottom; the process's values win. */
function readDotEnv(text: string, processEnvironment: Environment): Readonly<Record<string, string>> {
  const literal = singleQuotedNames(text);
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(parse(text))) {
    const lookUp = (other: string) => ownValue(processEnvironment, other) || values.get(other);
    values.set(name, literal.has(name) ? value : expandVariables(value, lookUp));
  }
  return Object.fromEntries(values);
}

/** Single quotes keep `$` as it is, as in a shell and in docker compose; the parser does not tell the quotes apart. */
function singleQuotedNames(text: string): ReadonlySet<string> {
  const assignments = text.matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*=\s*'/gm);
  return new Set([...assignments].map((match) => match[1] ?? ''));
}

function ownValue(environment: Environment, name: string): string | undefined {
  return Object.hasOwn(environment, name) ? environment[name] : undefined;
}

function isSet(name: string, value: string | undefined): boolean {
  return value !== undefined && !(value === '' && isCredentialName(name));
}
