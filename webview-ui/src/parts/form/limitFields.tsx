import type { ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { BUDGET_PERIODS, type LimitForm, wrongFields } from '../../management/limitForm.ts';
import { ModelsField } from './modelsField.tsx';
import { SelectField } from './selectField.tsx';
import { TextField } from './textField.tsx';

interface LimitFieldsProps {
  readonly form: LimitForm;
  readonly onChange: (change: Partial<LimitForm>) => void;
}

/** Budget, rate limits and models: the same for keys, teams and users. */
export function LimitFields({ form, onChange }: LimitFieldsProps): ReactNode {
  const { strings } = useDashboard();
  const { limits } = strings;
  const wrong = wrongFields(form);
  const known: readonly string[] = BUDGET_PERIODS;
  const periods = known.includes(form.period) ? known : [...known, form.period];
  return (
    <>
      <TextField
        label={limits.budget}
        value={form.budget}
        inputMode="decimal"
        hint={limits.budgetHint}
        problem={wrong.includes('budget') ? limits.wrongAmount : undefined}
        onChange={(budget) => onChange({ budget })}
      />
      <SelectField
        label={limits.period}
        value={form.period}
        options={periods.map((value) => ({ value, label: limits.periods[value] ?? value }))}
        onChange={(period) => onChange({ period })}
      />
      {(['rpm', 'tpm'] as const).map((name) => (
        <TextField
          key={name}
          label={limits[name]}
          value={form[name]}
          inputMode="numeric"
          problem={wrong.includes(name) ? limits.wrongCount : undefined}
          onChange={(text) => onChange({ [name]: text })}
        />
      ))}
      <ModelsField value={form.models} onChange={(models) => onChange({ models })} />
    </>
  );
}
