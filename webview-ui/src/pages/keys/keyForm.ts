import {
  changedFields,
  type LimitBody,
  type LimitForm,
  NO_LIMITS,
  toLimitBody,
  toLimitForm,
} from '../../management/limitForm.ts';
import type { KeyRow } from './keyRow.ts';

/** How long a key lives from now on; '' is for ever, `keep` leaves it as it is. */
export const LIFETIMES = ['', '1d', '7d', '30d', '90d', '365d'] as const;
export const KEEP = 'keep';

export interface KeyForm extends LimitForm {
  readonly alias: string;
  readonly lifetime: string;
  readonly userId: string;
  readonly teamId: string;
}

interface KeyBody extends LimitBody {
  readonly key_alias: string | null;
  readonly user_id: string | null;
  readonly team_id: string | null;
}

export const NEW_KEY: KeyForm = { ...NO_LIMITS, alias: '', lifetime: '', userId: '', teamId: '' };

export function toKeyForm(key: KeyRow): KeyForm {
  return {
    ...toLimitForm(key),
    alias: key.alias ?? '',
    lifetime: KEEP,
    userId: key.userId ?? '',
    teamId: key.teamId ?? '',
  };
}

function toBody(form: KeyForm): KeyBody {
  const text = (value: string): string | null => (value.trim() === '' ? null : value.trim());
  return {
    ...toLimitBody(form),
    key_alias: text(form.alias),
    user_id: text(form.userId),
    team_id: text(form.teamId),
  };
}

/** Body of `/key/generate`: what was left open is left out. */
export function toNewKeyBody(form: KeyForm): Readonly<Record<string, unknown>> {
  const given = Object.entries(toBody(form)).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(given), ...(form.lifetime === '' ? {} : { duration: form.lifetime }) };
}

/** Body of `/key/update` with what the form changes, and the one that takes it back; undefined where nothing changes. */
export function toKeyUpdate(
  key: KeyRow,
  form: KeyForm,
  now: number,
): { readonly body: Readonly<Record<string, unknown>>; readonly undo: Readonly<Record<string, unknown>> } | undefined {
  const [before, after] = [toBody(toKeyForm(key)), toBody(form)];
  const body = { ...changedFields(before, after), ...lifetimeOf(form.lifetime) };
  if (Object.keys(body).length === 0) return undefined;
  const lifeBefore = form.lifetime === KEEP ? {} : { duration: remaining(key, now) };
  return {
    body: { key: key.token, ...body },
    undo: { key: key.token, ...changedFields(after, before), ...lifeBefore },
  };
}

function lifetimeOf(lifetime: string): { readonly duration?: string | null } {
  if (lifetime === KEEP) return {};
  return { duration: lifetime === '' ? null : lifetime };
}

/** What was left of a key's life, as a duration from now; null is for ever. */
function remaining({ expiresAt }: KeyRow, now: number): string | null {
  return expiresAt === null ? null : `${Math.max(1, Math.round((expiresAt - now) / 1000))}s`;
}
