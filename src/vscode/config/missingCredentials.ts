import type { Status } from '../../protocol/api.ts';

type Finding = Status['diagnostics'][number];

/** Variables that a config file asks for, and that are not set. */
export interface MissingCredentials {
  readonly file: string;
  readonly names: readonly string[];
}

const VARIABLE = /environment variable (\w+) /;
/** What models are reached with; a variable that lacks elsewhere only switches something off. */
const OF_MODELS = /^(?:model_list|credential_list)\b/;

/** What lacks for models, file by file: requests to those models would fail for want of it. */
export function missingCredentials(findings: readonly Finding[]): readonly MissingCredentials[] {
  const lacking = findings.flatMap(({ code, file, path, message }) => {
    const name = code === 'missing-variable' && OF_MODELS.test(path) ? VARIABLE.exec(message)?.[1] : undefined;
    return name === undefined ? [] : [{ file, name }];
  });
  const files = [...new Set(lacking.map(({ file }) => file))];
  return files.map((file) => {
    const names = lacking.filter((each) => each.file === file).map(({ name }) => name);
    return { file, names: [...new Set(names)].toSorted() };
  });
}
