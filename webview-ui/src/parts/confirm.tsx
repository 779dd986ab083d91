import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { ActButton } from './actButton.tsx';

interface ConfirmProps {
  /** On the button that asks. */
  readonly label: string;
  readonly question: string;
  /** On the button that does it. */
  readonly confirm: string;
  readonly busy: boolean;
  readonly onConfirm: () => void;
  /** More to choose before it is done. */
  readonly children?: ReactNode;
}

/** A button that asks in its own place before it does something: the safe answer has the focus, Escape takes it. */
export function Confirm({ label, question, confirm, busy, onConfirm, children }: ConfirmProps): ReactNode {
  const { strings } = useDashboard();
  const [asking, setAsking] = useState(false);
  const first = useRef(true);
  const cancel = useRef<HTMLButtonElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    if (!first.current) (asking ? cancel : button).current?.focus();
    first.current = false;
  }, [asking]);
  if (!asking) {
    return (
      <ActButton button={button} busy={busy} onClick={() => setAsking(true)}>
        {label}
      </ActButton>
    );
  }
  const close = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setAsking(false);
  };
  const doIt = (): void => {
    setAsking(false);
    onConfirm();
  };
  return (
    <fieldset aria-labelledby={id} className="confirm" onKeyDown={close}>
      <span id={id}>{question}</span>
      {children}
      <ActButton busy={busy} className="button danger" onClick={doIt}>
        {confirm}
      </ActButton>
      <button ref={cancel} type="button" className="button quiet" onClick={() => setAsking(false)}>
        {strings.actions.cancel}
      </button>
    </fieldset>
  );
}
