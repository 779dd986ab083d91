import type { CheckResult, ReportLanguage } from '../../domain/doctor.ts';
import type { CheckId } from '../checkList.ts';
import type { Finding } from '../finding.ts';
import { en } from './en.ts';
import { ja } from './ja.ts';
import type { FindingText } from './text.ts';

const TEXTS = { en, ja } as const;

/** A finding in a language. Every text that leaves passes `hide`. */
export function renderFinding(
  id: CheckId,
  { status, code, values = {}, subject, words }: Finding,
  language: ReportLanguage,
  hide: (text: string) => string,
): Pick<CheckResult, 'status' | 'subject' | 'hop' | 'summary' | 'detail' | 'fix'> {
  const texts = TEXTS[language];
  const text: FindingText = texts.findings[code];
  const fill = (template: string): string => hide(fillIn(template, values));
  const meaning = text.meaning === undefined ? undefined : fill(text.meaning);
  const detail = [meaning, words === undefined ? undefined : hide(words)].filter((part) => part !== undefined);
  return {
    status,
    hop: texts.hops[id],
    summary: fill(text.summary),
    ...(subject === undefined ? {} : { subject: hide(subject) }),
    ...(detail.length === 0 ? {} : { detail: detail.join(' ') }),
    ...(text.fix === undefined || status === 'ok' ? {} : { fix: fill(text.fix) }),
  };
}

function fillIn(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
