/** The gateway's effective environment: the process's own and the `.env` beside the config. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable's value; an empty one counts as absent, because `.env` templates are full of them. */
export function variable(environment: Environment, name: string): string | undefined {
  return given(environment[name]);
}

/** Undefined for an empty or blank text. */
export function given(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

export interface FoundVariable {
  readonly name: string;
  readonly value: string;
}

/** The first of these variables that is not blank. */
export function firstVariable(environment: Environment, names: readonly string[]): FoundVariable | undefined {
  for (const name of names) {
    const value = variable(environment, name)?.trim();
    if (value !== undefined) return { name, value };
  }
  return undefined;
}
