import { type ReactNode, useState } from 'react';
import { fetchMore } from '../../api/pages.ts';
import { useModelGroups } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { useLive } from '../../app/live.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { formatRoute, type Route } from '../../app/route.ts';
import { useSaved } from '../../app/saved.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { PausedSearch } from '../../parts/pausedSearch.tsx';
import { Segments } from '../../parts/segments.tsx';
import { Table } from '../../parts/table/table.tsx';
import { TimeRange } from '../../parts/timeRange.tsx';
import { ListPages } from './listPages.tsx';
import { requestColumns } from './requestColumns.tsx';
import { LEVELS, type TreeItem, toTreeItems } from './taskTree.ts';
import { isFiltered, isSorted, type TraceFilters, toTraceFilters, traceListRoute } from './traceFilters.ts';
import { useRequestsOfTasks, useTasks, useTraces } from './traceQueries.ts';
import { treeColumns } from './treeColumns.tsx';

interface FilterProps {
  readonly filters: TraceFilters;
  readonly onChange: (change: Partial<TraceFilters>) => void;
}

function Filters({ filters, onChange }: FilterProps): ReactNode {
  const { strings } = useDashboard();
  const groups = useModelGroups();
  const { traces } = strings;
  const models = [...new Set([...groups, ...(filters.model === '' ? [] : [filters.model])])];
  return (
    <div className="filters">
      <PausedSearch label={traces.search} value={filters.text} onChange={(text) => onChange({ text })} />
      <select
        className="input"
        aria-label={strings.requests.model}
        value={filters.model}
        onChange={(event) => onChange({ model: event.target.value })}
      >
        <option value="">{traces.allModels}</option>
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        className="input"
        aria-label={strings.requests.status}
        value={filters.status}
        onChange={(event) => {
          const { value } = event.target;
          onChange({ status: value === 'success' || value === 'failure' ? value : '' });
        }}
      >
        <option value="">{traces.allOutcomes}</option>
        <option value="success">{traces.succeeded}</option>
        <option value="failure">{traces.failed}</option>
      </select>
      <PausedSearch icon="key" label={traces.keyAlias} value={filters.key} onChange={(key) => onChange({ key })} />
      {isFiltered(filters) ? (
        <button type="button" className="link" onClick={() => onChange({ text: '', model: '', status: '', key: '' })}>
          <Icon name="close" />
          {traces.clear}
        </button>
      ) : null}
    </div>
  );
}

/** Nothing to show: because of the filters, or because nothing has happened. */
function Nothing({ filters, onChange }: FilterProps): ReactNode {
  const { strings, transport } = useDashboard();
  const { traces } = strings;
  if (isFiltered(filters)) {
    return (
      <Empty title={traces.noneFound}>
        <p className="dim">{traces.noneFoundHint}</p>
        <p>
          <button type="button" className="link" onClick={() => onChange({ text: '', model: '', status: '', key: '' })}>
            {traces.clear}
          </button>
        </p>
      </Empty>
    );
  }
  return (
    <Empty title={traces.none}>
      <p className="dim">{traces.noneHint}</p>
      {transport.runCommand === undefined ? null : (
        <p>
          <button type="button" className="button" onClick={() => transport.runCommand?.('torii.configureCline')}>
            {strings.gateway.configureCline}
          </button>
        </p>
      )}
    </Empty>
  );
}

function toggled(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(open);
  if (!next.delete(key)) next.add(key);
  return next;
}

function Tasks({ filters, onChange }: FilterProps): ReactNode {
  const dashboard = useDashboard();
  const { strings } = dashboard;
  const { go } = useNavigation();
  const period = useSaved().state.range;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { query, rows, total, live, readAll } = useTasks(filters, period);
  const list = rows ?? [];
  const requests = useRequestsOfTasks(list.filter(({ id }) => open.has(id)).map(({ id }) => id));
  if (rows?.length === 0) return <Nothing filters={filters} onChange={onChange} />;
  const openItem = (item: TreeItem): void => {
    if (item.kind === 'task') setOpen(toggled(open, item.key));
    else if (item.kind !== 'waiting') go(formatRoute('traces', [item.request.callId]));
  };
  return (
    <ListPages query={query}>
      <Table
        id="tasks"
        label={strings.traces.title}
        columns={treeColumns(dashboard)}
        rows={rows && toTreeItems(rows, requests, open)}
        rowKey={({ key }) => key}
        counted={{ shown: list.length, total }}
        onOpen={openItem}
        tree={(item) => ({
          level: LEVELS[item.kind],
          expanded: item.kind === 'task' || item.kind === 'request' ? item.open : undefined,
        })}
        onToggle={({ key }) => setOpen(toggled(open, key))}
        onEnd={() => fetchMore(query)}
        exportRows={async () => toTreeItems(await readAll(), new Map(), new Set())}
        actions={live ? null : <span className="dim">{strings.traces.paused}</span>}
      />
    </ListPages>
  );
}

function Requests({ filters, onChange }: FilterProps): ReactNode {
  const dashboard = useDashboard();
  const { strings } = dashboard;
  const { go } = useNavigation();
  const period = useSaved().state.range;
  const { query, rows, total, live, readAll } = useTraces(filters, period);
  if (rows?.length === 0 && !query.hasNextPage) return <Nothing filters={filters} onChange={onChange} />;
  return (
    <ListPages query={query}>
      <Table
        id="requests"
        label={strings.traces.requests}
        columns={requestColumns(dashboard).map((column) => (isSorted(column.name) ? column : withoutSort(column)))}
        rows={rows}
        rowKey={({ callId }) => callId}
        counted={{ shown: rows?.length ?? 0, total }}
        onOpen={({ callId }) => go(formatRoute('traces', [callId]))}
        order={{ sort: filters.sort, onSort: (sort) => onChange({ sort }) }}
        onEnd={() => fetchMore(query)}
        exportRows={readAll}
        actions={live ? null : <span className="dim">{strings.traces.paused}</span>}
      />
    </ListPages>
  );
}

function withoutSort<C extends { readonly value?: unknown }>(column: C): Omit<C, 'value'> {
  const { value: _value, ...rest } = column;
  return rest;
}

function LiveNote(): ReactNode {
  const { strings, timeZone } = useDashboard();
  const { connected } = useLive();
  return (
    <span className="dim pageNote">
      {timeZone} · {connected === false ? strings.requests.notLive : strings.requests.live}
    </span>
  );
}

/** All tasks and requests of a period: as a tree, or as a list of requests. */
export function TracesPage({ route }: { route: Route }): ReactNode {
  const { strings } = useDashboard();
  const { replace } = useNavigation();
  const { state, save } = useSaved();
  const filters = toTraceFilters(route);
  const change = (part: Partial<TraceFilters>): void => replace(traceListRoute({ ...filters, ...part }));
  const { traces } = strings;
  return (
    <>
      <PageHead title={traces.pageTitle} />
      <div className="pageBar">
        <TimeRange period={state.range} onChange={(range) => save({ range })} />
        <Segments
          label={traces.view}
          name="view"
          options={[
            { value: 'tasks', text: traces.title },
            { value: 'requests', text: traces.requests },
          ]}
          value={filters.view}
          onChange={(view) => change({ view })}
        />
        <LiveNote />
      </div>
      <Filters filters={filters} onChange={change} />
      {filters.view === 'tasks' ? (
        <Tasks filters={filters} onChange={change} />
      ) : (
        <Requests filters={filters} onChange={change} />
      )}
    </>
  );
}
