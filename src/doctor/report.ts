import type { CheckResult, CheckStatus, ReportLanguage } from '../domain/doctor.ts';

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: '✓', warning: '!', failure: '✗', skipped: '–' };

interface Words {
  readonly title: string;
  readonly fix: string;
  /** Between two counts. */
  readonly separator: string;
  readonly counts: Readonly<Record<CheckStatus, string>>;
}

const WORDS: Readonly<Record<ReportLanguage, Words>> = {
  en: {
    title: 'Torii Doctor',
    fix: 'Fix',
    separator: ', ',
    counts: { failure: 'failures', warning: 'warnings', ok: 'fine', skipped: 'not looked at' },
  },
  ja: {
    title: 'Torii Doctor',
    fix: '対処',
    separator: '、',
    counts: { failure: '失敗', warning: '警告', ok: '正常', skipped: '未確認' },
  },
};

const WORST_FIRST = ['failure', 'warning', 'ok', 'skipped'] as const;

/** E.g. `failures: 2, warnings: 1, fine: 30, not looked at: 5`. */
export function summarise(results: readonly CheckResult[], language: ReportLanguage): string {
  const { counts, separator } = WORDS[language];
  return WORST_FIRST.map((status) => [results.filter((result) => result.status === status).length, status] as const)
    .filter(([count]) => count > 0)
    .map(([count, status]) => `${counts[status]}: ${count}`)
    .join(separator);
}

/** For a terminal. */
export function toText(results: readonly CheckResult[], language: ReportLanguage): string {
  const lines = results.flatMap((result) => [
    `${MARKS[result.status]} ${headOf(result)}  ${result.summary}`,
    ...(isSilent(result) ? [] : [`    ${result.hop}`]),
    ...(result.detail === undefined ? [] : [`    ${result.detail}`]),
    ...(result.fix === undefined || isSilent(result) ? [] : [`    ${WORDS[language].fix}: ${result.fix}`]),
  ]);
  return `${lines.join('\n')}\n\n${summarise(results, language)}\n`;
}

/** For the editor and for bug reports: what needs a hand first, in sections. */
export function toMarkdown(results: readonly CheckResult[], language: ReportLanguage, version: string): string {
  const { title, counts } = WORDS[language];
  const sections = WORST_FIRST.flatMap((status) => {
    const found = results.filter((result) => result.status === status);
    return found.length === 0
      ? []
      : [
          `## ${MARKS[status]} ${asTitle(counts[status])} (${found.length})`,
          ...found.map((each) => toItem(each, language)),
        ];
  });
  return [`# ${title} ${version}`, summarise(results, language), ...sections, ''].join('\n\n');
}

function asTitle(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function toItem(result: CheckResult, language: ReportLanguage): string {
  const head = `**${escaped(headOf(result))}** (${escaped(result.hop)}): ${escaped(result.summary)}`;
  const detail = result.detail === undefined ? '' : `  \n${escaped(result.detail)}`;
  const fix = result.fix === undefined ? '' : `  \n*${WORDS[language].fix}:* ${escaped(result.fix)}`;
  return `- ${`${head}${detail}${fix}`.replaceAll('\n', '\n  ')}`;
}

function headOf({ id, subject }: CheckResult): string {
  return subject === undefined ? id : `${id} [${subject}]`;
}

function isSilent({ status }: CheckResult): boolean {
  return status === 'ok' || status === 'skipped';
}

/** Words of others are text, and no markup. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]|#]/g, (character) => `\\${character}`);
}
