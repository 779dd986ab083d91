import { type ReactNode, useState } from 'react';
import { useDashboard } from '../app/dashboard.tsx';
import { Icon } from './icon.tsx';

/** Text to take along, with a button that copies it. Pages without a secure origin have no clipboard: there it is only text. */
export function CopyLine({ text }: { text: string }): ReactNode {
  const { strings } = useDashboard();
  const [copied, setCopied] = useState(false);
  const clipboard: Clipboard | undefined = globalThis.navigator?.clipboard;
  const copy = (): void => {
    void clipboard?.writeText(text).then(() => setCopied(true));
  };
  return (
    <div className="copyLine">
      <pre className="mono">{text}</pre>
      {clipboard === undefined ? null : (
        <button type="button" className="button quiet" onClick={copy}>
          <Icon name={copied ? 'check' : 'copy'} />
          <span aria-live="polite">{copied ? strings.empty.copied : strings.empty.copy}</span>
        </button>
      )}
    </div>
  );
}
