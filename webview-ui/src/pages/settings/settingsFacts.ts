import type { Status } from '../../../../src/protocol/api.ts';
import type { Settings } from '../../../../src/protocol/settings.ts';
import type { Dashboard } from '../../app/dashboard.tsx';
import type { Fact } from '../../parts/facts.tsx';

const DAY_MS = 86_400_000;

/** The process: what it is, where it listens, who may log in. */
export function gatewayFacts(dashboard: Dashboard, settings: Settings, status: Status | undefined): readonly Fact[] {
  const { strings, format, now } = dashboard;
  const words = strings.settings;
  const { login, runsIn } = settings;
  return [
    {
      label: words.version,
      value: status === undefined ? strings.none : `Torii ${status.version}`,
      note: settings.runtime,
    },
    { label: words.address, value: status?.baseUrl ?? strings.none },
    {
      label: words.process,
      value: words.runsIn[runsIn],
      note: status === undefined ? undefined : words.since(status.pid, format.moment(status.startedAt, now())),
    },
    { label: words.home, value: settings.home },
    {
      label: words.login,
      value: login.password ? words.loginPassword : words.loginKeys,
      note: login.password ? undefined : 'UI_USERNAME, UI_PASSWORD',
    },
    {
      label: words.allowedHosts,
      value: login.allowedHosts.join(', ') || words.onlyLoopback,
      note: 'torii_settings.allowed_hosts',
    },
  ];
}

/** What is kept, and for how long. */
export function privacyFacts({ strings, format }: Dashboard, { prompts, retention }: Settings): readonly Fact[] {
  const words = strings.settings;
  const age = (ms: number | null): string => {
    if (ms === null) return words.forEver;
    const days = Math.round(ms / DAY_MS);
    return days < 1 ? format.span(ms) : words.days(days, format.integer(days));
  };
  return [
    {
      label: words.rows,
      value: age(retention.rowsMs),
      note: 'general_settings.maximum_spend_logs_retention_period',
    },
    {
      label: words.prompts,
      value: prompts.stored ? words.promptsOn(age(prompts.maxAgeMs)) : words.promptsOff,
      note: 'general_settings.store_prompts_in_spend_logs',
    },
  ];
}

export function displayFacts({ strings, timeZone }: Dashboard): readonly Fact[] {
  const words = strings.settings;
  return [
    { label: words.language, value: words.languageName, note: words.languageHint },
    { label: words.timeZone, value: timeZone, note: words.timeZoneHint },
  ];
}
