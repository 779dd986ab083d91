import type { ReactNode } from 'react';
import { useStatus } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { AuditPanel } from '../../audit/auditPanel.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Facts } from '../../parts/facts.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ConfigPanel } from './configPanel.tsx';
import { DoctorPanel } from './doctorPanel.tsx';
import { LedgerPanel } from './ledgerPanel.tsx';
import { displayFacts, gatewayFacts, privacyFacts } from './settingsFacts.ts';
import { useSettings } from './settingsQueries.ts';

/** What the gateway runs on, what it keeps, and who changed what. */
export function SettingsPage(): ReactNode {
  const dashboard = useDashboard();
  const { settings } = dashboard.strings;
  const answer = useSettings();
  const status = useStatus();
  return (
    <>
      <PageHead title={settings.title} />
      <div className="panelGrid spaced">
        <div className="panelStack">
          <ConfigPanel />
          <LedgerPanel />
          <Panel title={settings.display}>
            <Facts facts={displayFacts(dashboard)} />
          </Panel>
        </div>
        <div className="panelStack">
          <Panel title={settings.gateway}>
            <Answer query={answer} problem={settings.problem}>
              {(data) => <Facts facts={gatewayFacts(dashboard, data, status.data)} />}
            </Answer>
          </Panel>
          <Panel title={settings.privacy} note={settings.readOnly}>
            <Answer query={answer} problem={settings.problem}>
              {(data) => <Facts facts={privacyFacts(dashboard, data)} />}
            </Answer>
          </Panel>
        </div>
      </div>
      <DoctorPanel />
      <AuditPanel />
    </>
  );
}
