import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { wrongFields } from '../../management/limitForm.ts';
import { Form } from '../../parts/form/form.tsx';
import { LimitFields } from '../../parts/form/limitFields.tsx';
import { SelectField } from '../../parts/form/selectField.tsx';
import { TextField } from '../../parts/form/textField.tsx';
import { KEEP, type KeyForm, LIFETIMES } from './keyForm.ts';

interface KeyFieldsProps {
  readonly initial: KeyForm;
  readonly submit: string;
  readonly busy: boolean;
  readonly onSubmit: (form: KeyForm) => void;
  readonly onCancel: () => void;
}

/** All that can be said of a key, for a new one and for one that is there. The first field has the focus. */
export function KeyFields({ initial, submit, busy, onSubmit, onCancel }: KeyFieldsProps): ReactNode {
  const { strings } = useDashboard();
  const { keys } = strings;
  const [form, setForm] = useState(initial);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const change = (part: Partial<KeyForm>): void => setForm({ ...form, ...part });
  const lifetimes: readonly string[] = initial.lifetime === KEEP ? [KEEP, ...LIFETIMES] : LIFETIMES;
  return (
    <Form
      submit={submit}
      busy={busy}
      ready={wrongFields(form).length === 0}
      onSubmit={() => onSubmit(form)}
      onCancel={onCancel}
    >
      <TextField
        input={first}
        label={keys.name}
        value={form.alias}
        hint={keys.nameHint}
        onChange={(alias) => change({ alias })}
      />
      <SelectField
        label={keys.lifetime}
        value={form.lifetime}
        options={lifetimes.map((value) => ({ value, label: keys.lifetimes[value] ?? value }))}
        onChange={(lifetime) => change({ lifetime })}
      />
      <TextField label={keys.team} value={form.teamId} onChange={(teamId) => change({ teamId })} />
      <TextField label={keys.user} value={form.userId} onChange={(userId) => change({ userId })} />
      <LimitFields form={form} onChange={change} />
    </Form>
  );
}
