import { changedFields, type LimitForm, NO_LIMITS, toLimitBody, toLimitForm } from '../../management/limitForm.ts';
import type { TeamRow, UserRow } from './teamRow.ts';

export interface TeamForm extends LimitForm {
  readonly alias: string;
}

export interface UserForm extends LimitForm {
  readonly id: string;
  readonly email: string;
  readonly role: string;
}

type Body = Readonly<Record<string, unknown>>;

/** What to send, and what takes it back. */
export interface Update {
  readonly body: Body;
  readonly undo: Body;
}

export const NEW_TEAM: TeamForm = { ...NO_LIMITS, alias: '' };
export const NEW_USER: UserForm = { ...NO_LIMITS, id: '', email: '', role: 'internal_user' };

export function toTeamForm(team: TeamRow): TeamForm {
  return { ...toLimitForm(team), alias: team.alias ?? '' };
}

export function toUserForm(user: UserRow): UserForm {
  return { ...toLimitForm(user), id: user.id, email: user.email ?? '', role: user.role };
}

const teamBody = (form: TeamForm): Body => ({ ...toLimitBody(form), team_alias: textOf(form.alias) });
const userBody = (form: UserForm): Body => ({
  ...toLimitBody(form),
  user_email: textOf(form.email),
  user_role: form.role,
});

export function toNewTeamBody(form: TeamForm): Body {
  return given(teamBody(form));
}

/** Without a key of its own: keys are made on their page, where they are shown once. */
export function toNewUserBody(form: UserForm): Body {
  return given({ ...userBody(form), user_id: textOf(form.id), auto_create_key: false });
}

export function toTeamUpdate(team: TeamRow, form: TeamForm): Update | undefined {
  return toUpdate({ team_id: team.id }, teamBody(toTeamForm(team)), teamBody(form));
}

export function toUserUpdate(user: UserRow, form: UserForm): Update | undefined {
  return toUpdate({ user_id: user.id }, userBody(toUserForm(user)), userBody(form));
}

function toUpdate(name: Body, before: Body, after: Body): Update | undefined {
  const body = changedFields(before, after);
  if (Object.keys(body).length === 0) return undefined;
  return { body: { ...name, ...body }, undo: { ...name, ...changedFields(after, before) } };
}

function textOf(value: string): string | null {
  return value.trim() === '' ? null : value.trim();
}

function given(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}
