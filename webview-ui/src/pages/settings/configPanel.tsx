import type { ReactNode } from 'react';
import type { Status } from '../../../../src/protocol/api.ts';
import { useStatus } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { SkeletonLines } from '../../parts/skeleton.tsx';

type Finding = Status['diagnostics'][number];

const LOOKS: Readonly<Record<Finding['severity'], { readonly icon: IconName; readonly className: string }>> = {
  error: { icon: 'error', className: 'failure' },
  warning: { icon: 'warning', className: 'warn' },
  hint: { icon: 'info', className: 'dim' },
};

function FindingLine({ finding }: { finding: Finding }): ReactNode {
  const { strings } = useDashboard();
  const { settings } = strings;
  const { icon, className } = LOOKS[finding.severity];
  const file = finding.file.split(/[\\/]/).at(-1) ?? finding.file;
  return (
    <li className="finding">
      <span className={className}>
        <Icon name={icon} />
        <span className="hidden">{settings.severities[finding.severity]}: </span>
      </span>
      <div>
        <span>{strings.said(finding.message)}</span>{' '}
        <span className="dim">
          {file}, {settings.atLine(finding.line)}
        </span>
        {finding.fix === undefined ? null : <p className="dim">{strings.said(finding.fix)}</p>}
      </div>
    </li>
  );
}

function Content({ status }: { status: Status }): ReactNode {
  const { strings } = useDashboard();
  const { settings } = strings;
  return (
    <>
      <p className="configFile">
        <span className="mono">{status.configFile ?? settings.noConfig}</span>{' '}
        <span className={status.configInForce ? 'whole' : 'whole failure'}>
          <Icon
            name={status.configInForce ? 'check' : 'error'}
            className={status.configInForce ? 'success' : 'failure'}
          />{' '}
          {status.configInForce ? settings.inForce : settings.notInForce}
        </span>
      </p>
      {status.diagnostics.length === 0 ? (
        <p className="dim">{settings.noFindings}</p>
      ) : (
        <ul className="findings">
          {status.diagnostics.map((finding) => (
            <FindingLine key={`${finding.file} ${finding.line} ${finding.column} ${finding.code}`} finding={finding} />
          ))}
        </ul>
      )}
    </>
  );
}

/** The config file, whether it is in force, and what is to be mended in it. */
export function ConfigPanel(): ReactNode {
  const { strings, format, transport } = useDashboard();
  const { settings, gateway } = strings;
  const { data } = useStatus();
  const count = data?.diagnostics.length ?? 0;
  return (
    <Panel
      title={settings.config}
      note={count === 0 ? undefined : settings.findings(count, format.integer(count))}
      total={
        transport.runCommand === undefined ? undefined : (
          <button type="button" className="link" onClick={() => transport.runCommand?.('torii.openConfig')}>
            {gateway.openConfig}
          </button>
        )
      }
    >
      {data === undefined ? <SkeletonLines /> : <Content status={data} />}
    </Panel>
  );
}
