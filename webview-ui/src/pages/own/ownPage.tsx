import type { ReactNode } from 'react';
import type { Me, OwnKey } from '../../../../src/protocol/me.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { SignOut } from '../../app/signOut.tsx';
import { spentShare } from '../../management/limits.ts';
import { ModelBars } from '../../overview/modelBars.tsx';
import { Tile } from '../../overview/tile.tsx';
import { Banner } from '../../parts/banner.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Table } from '../../parts/table/table.tsx';
import { assignColours, MAX_SERIES } from '../../series/colours.ts';
import { costIsUnknown } from '../../series/totals.ts';
import { ownColumns } from './ownColumns.tsx';

type Own = NonNullable<Me['own']>;

function Spent({ label, totals }: { label: string; totals: Own['today'] }): ReactNode {
  const { strings, format } = useDashboard();
  return (
    <Tile label={label} value={costIsUnknown(totals) ? strings.unknown : format.money(totals.cost)}>
      {strings.own.requestCount(totals.requests, format.integer(totals.requests))}
    </Tile>
  );
}

function BudgetTile({ ownKey }: { ownKey: OwnKey }): ReactNode {
  const { strings, format, now } = useDashboard();
  const { own, limits } = strings;
  const { spend, maxBudget, resetsAt } = ownKey;
  const share = spentShare(ownKey);
  if (maxBudget === null || share === undefined) {
    return (
      <Tile label={own.budget} value={own.noBudget}>
        {format.money(spend)}
      </Tile>
    );
  }
  return (
    <Tile label={own.budget} value={format.percent(share)}>
      {limits.spentOf(format.money(spend), format.money(maxBudget))}
      {resetsAt === null ? null : ` · ${limits.resets(format.moment(resetsAt, now()))}`}
    </Tile>
  );
}

/** Colours go by the order of the models that the key may use: the config is not for its eyes. */
function Spend({ own, models }: { own: Own; models: readonly string[] }): ReactNode {
  const { strings, format } = useDashboard();
  const rows = own.models.slice(0, MAX_SERIES).map(({ modelGroup, cost, failures }) => ({
    name: modelGroup,
    value: cost,
    failures,
    share: own.models[0] === undefined || own.models[0].cost === 0 ? 0 : cost / own.models[0].cost,
  }));
  const colours = assignColours(
    rows.map(({ name }) => name),
    models,
  );
  return (
    <Panel title={strings.chart.costByModel} note={strings.own.month} total={format.money(own.month.cost)}>
      <ModelBars rows={rows} colours={colours} text={format.money} />
    </Panel>
  );
}

function Requests({ own }: { own: Own }): ReactNode {
  const dashboard = useDashboard();
  const { strings } = dashboard;
  return (
    <section className="spaced">
      <h2 className="sectionHead">{strings.own.requests}</h2>
      {own.requests.length === 0 ? (
        <p className="dim">{strings.own.noRequests}</p>
      ) : (
        <Table
          id="own"
          label={strings.own.requests}
          columns={ownColumns(dashboard)}
          rows={own.requests}
          rowKey={({ callId }) => callId}
        />
      )}
    </section>
  );
}

/** What a key that is no administrator's sees: its own budget, spend and requests. */
export function OwnPage({ ownKey, own }: { ownKey: OwnKey; own: Own }): ReactNode {
  const { strings, format, now } = useDashboard();
  const words = strings.own;
  const team = ownKey.teamAlias ?? ownKey.teamId;
  const notes = [
    ownKey.name,
    team === null ? undefined : words.team(team),
    ownKey.expiresAt === null ? undefined : words.expires(format.moment(ownKey.expiresAt, now())),
  ].filter((note) => note !== undefined);
  return (
    <>
      <header className="topBar">
        <span className="topBarTitle">Torii</span>
        <SignOut />
      </header>
      <main className="page" id="own">
        <PageHead
          title={words.title(ownKey.alias ?? ownKey.name)}
          note={<span className="dim">{notes.join(' · ')}</span>}
        />
        <Banner icon="info">{words.note}</Banner>
        <dl className="tiles ownTiles">
          <BudgetTile ownKey={ownKey} />
          <Spent label={words.today} totals={own.today} />
          <Spent label={words.month} totals={own.month} />
        </dl>
        <div className="panelGrid spaced">
          <Spend own={own} models={ownKey.models} />
          <Panel title={words.models} total={format.integer(ownKey.models.length)}>
            <p className="wrapList">{ownKey.models.join(', ') || strings.none}</p>
          </Panel>
        </div>
        <Requests own={own} />
      </main>
    </>
  );
}
