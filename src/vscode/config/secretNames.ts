const REFERENCE = /os\.environ\/([A-Za-z_]\w*)/g;
const VARIABLE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/gm;
/** What the usual providers read, where the config names nothing. */
const USUAL = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'OPENAI_API_KEY'];

export interface SecretNames {
  /** What the config refers to. */
  readonly named: readonly string[];
  /** What can be set, each once: first that, then what the `.env` file holds, as callbacks read it without a reference. */
  readonly names: readonly string[];
}

/** The variables to choose from, by the texts of a config and of the `.env` file beside it. */
export function secretNames(config: string, environment: string): SecretNames {
  const named = found(REFERENCE, config);
  return { named, names: [...new Set([...named, ...found(VARIABLE, environment), ...USUAL])] };
}

function found(pattern: RegExp, text: string): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
