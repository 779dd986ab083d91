import { type ReactNode, useMemo, useState } from 'react';
import type { TraceContentView, TraceDetail } from '../../../../src/protocol/traces.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ScrollBox } from '../../parts/scrollBox.tsx';
import { Segments } from '../../parts/segments.tsx';

/** Characters that a browser draws without a pause. */
const DRAWN = 60_000;

type Part = 'request' | 'response' | 'ledger';

/** JSON of which the first part is drawn, and all of it on demand. */
function Json({ value, name }: { value: unknown; name: string }): ReactNode {
  const { strings, format, transport } = useDashboard();
  const [whole, setWhole] = useState(false);
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? '', [value]);
  const long = text.length > DRAWN;
  return (
    <>
      {long ? (
        <p className="dim rawNote">
          {strings.trace.large(format.bytes(text.length))}{' '}
          <button type="button" className="link" onClick={() => setWhole(!whole)}>
            {whole ? strings.trace.showLess : strings.trace.showAll(format.compact(text.length))}
          </button>
        </p>
      ) : null}
      <div className="rawBox">
        <ScrollBox label={name}>
          <pre className="mono">{long && !whole ? text.slice(0, DRAWN) : text}</pre>
        </ScrollBox>
      </div>
      <button type="button" className="link" onClick={() => transport.saveFile(`torii-${name}.json`, text)}>
        <Icon name="export" />
        {strings.trace.save}
      </button>
    </>
  );
}

/** The bodies as they are kept, and the row of the ledger. */
export function RawPanel({ trace, content }: { trace: TraceDetail; content: TraceContentView | undefined }): ReactNode {
  const { strings } = useDashboard();
  const [chosen, setChosen] = useState<Part>('request');
  const part = content === undefined ? 'ledger' : chosen;
  const value = content === undefined || part === 'ledger' ? trace : content[part];
  return (
    <Panel title={strings.trace.raw}>
      {content === undefined ? null : (
        <Segments
          label={strings.trace.raw}
          name="raw"
          options={[
            { value: 'request', text: strings.trace.request },
            { value: 'response', text: strings.trace.response },
            { value: 'ledger', text: strings.trace.ledgerRow },
          ]}
          value={part}
          onChange={setChosen}
        />
      )}
      <Json key={part} value={value} name={`${part}-${trace.callId}`} />
    </Panel>
  );
}
