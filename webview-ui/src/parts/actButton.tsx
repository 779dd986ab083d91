import type { ReactNode, Ref } from 'react';

interface ActButtonProps {
  /** While something else is being done, a click does nothing. The button keeps the focus, which a disabled one loses. */
  readonly busy: boolean;
  readonly onClick: () => void;
  readonly className?: string;
  readonly title?: string;
  /** For screen readers, in place of what stands on the button. */
  readonly label?: string;
  readonly button?: Ref<HTMLButtonElement>;
  readonly children: ReactNode;
}

/** A button that changes something. */
export function ActButton({
  busy,
  onClick,
  className = 'button quiet',
  title,
  label,
  button,
  children,
}: ActButtonProps): ReactNode {
  return (
    <button
      ref={button}
      type="button"
      className={className}
      title={title}
      aria-label={label}
      aria-disabled={busy}
      onClick={() => (busy ? undefined : onClick())}
    >
      {children}
    </button>
  );
}
