import { type ReactNode, useState } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from './icon.tsx';

/** Copies a text that stands beside it. Pages without a secure origin have no clipboard: there it is left out. */
export function CopyButton({ text, what }: { text: string; what: string }): ReactNode {
  const { strings } = useDashboard();
  const [copied, setCopied] = useState(false);
  const clipboard: Clipboard | undefined = globalThis.navigator?.clipboard;
  if (clipboard === undefined) return null;
  const copy = (): void => {
    void clipboard.writeText(text).then(() => setCopied(true));
  };
  const label = copied ? strings.actions.copied(what) : strings.actions.copy(what);
  return (
    <button type="button" className="iconButton" title={label} aria-label={label} onClick={copy}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
