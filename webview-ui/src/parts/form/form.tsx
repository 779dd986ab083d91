import type { FormEvent, ReactNode } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';

interface FormProps {
  /** On the button that sends it. */
  readonly submit: string;
  readonly busy: boolean;
  /** False while a field is wrong. */
  readonly ready: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Fields in as many columns as there is room for, and the two buttons below. Enter sends, Escape does not. */
export function Form({ submit, busy, ready, onSubmit, onCancel, children }: FormProps): ReactNode {
  const { strings } = useDashboard();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <form
      className="formBox"
      onSubmit={send}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <div className="formFields">{children}</div>
      <div className="actions">
        <button type="submit" className="button" disabled={busy || !ready}>
          {submit}
        </button>
        <button type="button" className="button quiet" onClick={onCancel}>
          {strings.actions.cancel}
        </button>
      </div>
    </form>
  );
}
