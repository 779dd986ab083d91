import { parseArgs } from 'node:util';
import { REPORT_LANGUAGES, type ReportLanguage } from '../domain/doctor.ts';

export const DOCTOR_USAGE = `Usage: torii doctor [options]

Looks at everything between a client and a model: the gateway and its port, the home, the config, the environment,
credentials, the network, budgets, trace destinations and the settings of coding agents. Says which part fails, what
that means, and what mends it. Works while no gateway runs, too. The report holds no secrets.

Options:
      --model-calls     ask each deployment for one token; costs money, and says how much before
      --json            print the report as JSON
      --markdown        print the report as Markdown, for a bug report
      --check ID        run this check only; may be given several times
      --lang en|ja      language of the report (default: by LC_ALL, LC_MESSAGES or LANG)
  -c, --config FILE     the config that the gateway is to run with (default: config.yaml in the home)
      --base-url U      the gateway's address (default: the running one of this home, else http://127.0.0.1:4000)
  -h, --help            print this text

Exit code: 0 without failures (warnings do not count), 1 with failures, 2 for arguments it does not know.
`;

const OPTIONS = {
  'model-calls': { type: 'boolean' },
  json: { type: 'boolean' },
  markdown: { type: 'boolean' },
  check: { type: 'string', multiple: true },
  lang: { type: 'string' },
  config: { type: 'string', short: 'c' },
  'base-url': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export interface DoctorArguments {
  readonly help: boolean;
  readonly modelCalls: boolean;
  readonly form: 'text' | 'json' | 'markdown';
  readonly only: readonly string[] | undefined;
  readonly language: ReportLanguage | undefined;
  readonly config: string | undefined;
  readonly baseUrl: string | undefined;
}

/** Throws an Error in words for the user where the arguments make no sense. */
export function readDoctorArguments(args: readonly string[], isCheck: (id: string) => boolean): DoctorArguments {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false });
  const strange = values.check?.find((id) => !isCheck(id));
  if (strange !== undefined) throw new Error(`--check: there is no check '${strange}'`);
  const language = REPORT_LANGUAGES.find((known) => known === values.lang);
  if (values.lang !== undefined && language === undefined) throw new Error(`--lang: '${values.lang}' is not en or ja`);
  const baseUrl = values['base-url'] === undefined ? undefined : originOf(values['base-url']);
  return {
    help: values.help === true,
    modelCalls: values['model-calls'] === true,
    form: values.json === true ? 'json' : values.markdown === true ? 'markdown' : 'text',
    only: values.check,
    language,
    config: values.config,
    baseUrl,
  };
}

/** Any address will do: the key goes only to who has proven to be the home's gateway. */
function originOf(address: string): string {
  const url = URL.parse(address);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.origin;
  throw new Error(`--base-url: '${address}' is not an address such as http://127.0.0.1:4000`);
}
