import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { wrongFields } from '../../management/limitForm.ts';
import { Form } from '../../parts/form/form.tsx';
import { LimitFields } from '../../parts/form/limitFields.tsx';
import { SelectField } from '../../parts/form/selectField.tsx';
import { TextField } from '../../parts/form/textField.tsx';
import type { TeamForm, UserForm } from './groupForm.ts';
import { USER_ROLES } from './teamRow.ts';

interface FieldsProps<Content> {
  readonly initial: Content;
  readonly submit: string;
  readonly busy: boolean;
  readonly onSubmit: (form: Content) => void;
  readonly onCancel: () => void;
}

export function TeamFields({ initial, submit, busy, onSubmit, onCancel }: FieldsProps<TeamForm>): ReactNode {
  const { strings } = useDashboard();
  const [form, setForm] = useState(initial);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const change = (part: Partial<TeamForm>): void => setForm({ ...form, ...part });
  const ready = wrongFields(form).length === 0;
  return (
    <Form submit={submit} busy={busy} ready={ready} onSubmit={() => onSubmit(form)} onCancel={onCancel}>
      <TextField input={first} label={strings.teams.name} value={form.alias} onChange={(alias) => change({ alias })} />
      <LimitFields form={form} onChange={change} />
    </Form>
  );
}

interface UserFieldsProps extends FieldsProps<UserForm> {
  /** The id of a user that is there cannot be changed. */
  readonly isNew: boolean;
}

export function UserFields({ initial, submit, busy, isNew, onSubmit, onCancel }: UserFieldsProps): ReactNode {
  const { strings } = useDashboard();
  const { teams } = strings;
  const [form, setForm] = useState(initial);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const change = (part: Partial<UserForm>): void => setForm({ ...form, ...part });
  const ready = wrongFields(form).length === 0;
  return (
    <Form submit={submit} busy={busy} ready={ready} onSubmit={() => onSubmit(form)} onCancel={onCancel}>
      {isNew ? (
        <TextField
          input={first}
          label={teams.userId}
          value={form.id}
          hint={teams.userIdHint}
          onChange={(id) => change({ id })}
        />
      ) : null}
      <TextField label={teams.email} inputMode="email" value={form.email} onChange={(email) => change({ email })} />
      <SelectField
        label={teams.role}
        value={form.role}
        options={USER_ROLES.map((value) => ({ value, label: teams.roles[value] }))}
        onChange={(role) => change({ role })}
      />
      <LimitFields form={form} onChange={change} />
    </Form>
  );
}
