import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
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

/** Where the focus was before a form opened; gives back what puts it there again, or on the row that the form stands in. */
function rememberFocus(form: HTMLElement | null): () => void {
  const before = document.activeElement;
  const row = form?.closest('.rowGroup')?.querySelector<HTMLElement>('[role=row]');
  return () => {
    const target = before instanceof HTMLElement && before.isConnected && before !== document.body ? before : row;
    target?.focus();
  };
}

/** Fields in as many columns as there is room for, and the two buttons below. Enter sends, Escape does not. */
export function Form({ submit, busy, ready, onSubmit, onCancel, children }: FormProps): ReactNode {
  const { strings } = useDashboard();
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => rememberFocus(box.current), []);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <form
      ref={box}
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
