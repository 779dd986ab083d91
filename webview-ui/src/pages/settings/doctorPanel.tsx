import { type ReactNode, useState } from 'react';
import type { DOCTOR_PATH, DoctorCheck, DoctorReport } from '../../../../src/protocol/doctor.ts';
import { expectFields } from '../../api/answers.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { ActButton } from '../../parts/actButton.tsx';
import { ActionNote, useAction } from '../../parts/action.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { countChecks, worstFirst } from './doctorChecks.ts';

const doctorPath: typeof DOCTOR_PATH = '/torii/doctor';

const LOOKS: Readonly<Record<DoctorCheck['status'], { readonly icon: IconName; readonly className: string }>> = {
  ok: { icon: 'check', className: 'success' },
  warning: { icon: 'warning', className: 'warn' },
  failure: { icon: 'error', className: 'failure' },
  skipped: { icon: 'circle-slash', className: 'dim' },
};

function CheckLine({ check }: { check: DoctorCheck }): ReactNode {
  const { strings } = useDashboard();
  const { doctor } = strings;
  const { icon, className } = LOOKS[check.status];
  return (
    <li className="finding">
      <span className={className}>
        <Icon name={icon} />
        <span className="hidden">{doctor.statuses[check.status]}: </span>
      </span>
      <div>
        {check.summary} <span className="dim">{check.subject ?? check.hop}</span>
        {check.detail === undefined || check.status === 'ok' ? null : <p className="dim">{check.detail}</p>}
        {check.fix === undefined || check.status === 'ok' ? null : (
          <p>
            <span className="dim">{doctor.fix}:</span> {check.fix}
          </p>
        )}
      </div>
    </li>
  );
}

/** Runs Doctor and shows what it found, what is wrong first. */
export function DoctorPanel(): ReactNode {
  const { strings, transport } = useDashboard();
  const { doctor } = strings;
  const action = useAction();
  const [checks, setChecks] = useState<readonly DoctorCheck[]>();
  const [modelCalls, setModelCalls] = useState(false);
  const run = (): void =>
    void action.run(async () => {
      const language = document.documentElement.lang.startsWith('ja') ? 'ja' : 'en';
      const body = { language, model_calls: modelCalls };
      const report = expectFields<DoctorReport>(await transport.send('POST', doctorPath, body), ['checks']);
      const counts = countChecks(report.checks);
      setChecks(worstFirst(report.checks));
      return { text: doctor.summary(counts), warns: counts.warning + counts.failure > 0 };
    });
  return (
    <Panel title={doctor.title} note={doctor.note} className="spaced">
      <ActionNote action={action} />
      {checks === undefined ? (
        <p className="dim doctorHint">{doctor.hint}</p>
      ) : (
        <ul className="findings doctorChecks">
          {checks.map((check) => (
            <CheckLine key={`${check.id} ${check.subject ?? ''}`} check={check} />
          ))}
        </ul>
      )}
      <div className="actions">
        <ActButton busy={action.busy} className="button" onClick={run}>
          {action.busy ? doctor.running : checks === undefined ? doctor.run : doctor.again}
        </ActButton>
        <label className="inlineCheck">
          <input type="checkbox" checked={modelCalls} onChange={() => setModelCalls(!modelCalls)} />
          {doctor.modelCalls}
        </label>
      </div>
    </Panel>
  );
}
