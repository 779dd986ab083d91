import { type ReactNode, type Ref, useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'email';
  readonly disabled?: boolean;
  readonly input?: Ref<HTMLInputElement>;
}

/** A line of text with its label above and a hint, or what is wrong, below. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  problem,
  inputMode = 'text',
  disabled = false,
  input,
}: TextFieldProps): ReactNode {
  const id = useId();
  const below = problem ?? hint;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        id={id}
        type="text"
        inputMode={inputMode}
        value={value}
        disabled={disabled}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={below === undefined ? undefined : `${id}-below`}
        onChange={(event) => onChange(event.target.value)}
      />
      {below === undefined ? null : (
        <p id={`${id}-below`} className={problem === undefined ? 'dim' : 'failure'}>
          {below}
        </p>
      )}
    </div>
  );
}
