import type { ReactNode } from 'react';
import type { LedgerBackup, LedgerVacuum } from '../../../../src/protocol/billing.ts';
import { expectFields } from '../../api/answers.ts';
import { useLedger } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { ActButton } from '../../parts/actButton.tsx';
import { ActionNote, useAction } from '../../parts/action.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Panel } from '../../parts/panel.tsx';
import { backupPath, vacuumPath } from './settingsQueries.ts';

/** How much room the ledger takes, a copy of it, and a rewrite without gaps. */
export function LedgerPanel(): ReactNode {
  const { strings, format, transport } = useDashboard();
  const { settings } = strings;
  const action = useAction();
  const backUp = (): void =>
    void action.run(async () => {
      const answer = await transport.send('POST', backupPath);
      const { file, bytes } = expectFields<LedgerBackup>(answer, ['file', 'bytes']);
      return { text: settings.backedUp(file, format.bytes(bytes)) };
    });
  const vacuum = (): void =>
    void action.run(async () => {
      const answer = await transport.send('POST', vacuumPath);
      const { bytesBefore, bytesAfter } = expectFields<LedgerVacuum>(answer, ['bytesBefore', 'bytesAfter']);
      return { text: settings.vacuumed(format.bytes(bytesBefore), format.bytes(bytesAfter)) };
    });
  return (
    <Panel title={settings.ledger}>
      <ActionNote action={action} />
      <Answer query={useLedger()} problem={settings.problem}>
        {({ file, bytes, freeBytes, keptBodies, keptBodyBytes }) => (
          <Facts
            facts={[
              { label: settings.configFile, value: <span className="mono">{file}</span> },
              {
                label: settings.ledgerSize,
                value: format.bytes(bytes),
                note: freeBytes === 0 ? undefined : settings.unused(format.bytes(freeBytes)),
              },
              {
                label: settings.bodies,
                value:
                  keptBodies === 0
                    ? settings.noBodies
                    : settings.bodiesKept(format.integer(keptBodies), format.bytes(keptBodyBytes)),
              },
            ]}
          />
        )}
      </Answer>
      <div className="actions">
        <ActButton busy={action.busy} onClick={backUp}>
          {settings.backUp}
        </ActButton>
        <Confirm
          label={settings.vacuum}
          question={settings.vacuumAsk}
          confirm={settings.vacuum}
          busy={action.busy}
          onConfirm={vacuum}
        />
      </div>
    </Panel>
  );
}
