import { type ReactNode, useId } from 'react';

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  /** The label is for screen readers alone. */
  readonly bare?: boolean;
}

/** A choice of one among few. */
export function SelectField({ label, value, options, onChange, bare = false }: SelectFieldProps): ReactNode {
  const id = useId();
  return (
    <div className={bare ? 'bareField' : 'field'}>
      <label htmlFor={id} className={bare ? 'hidden' : ''}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
