import { type ReactNode, useDeferredValue, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { ActionNote, useAction } from '../../parts/action.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ListState } from '../../parts/listState.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { SearchField } from '../../parts/searchField.tsx';
import { Table } from '../../parts/table/table.tsx';
import type { TableSort } from '../../parts/table/tableColumn.ts';
import { keyColumns } from './keyColumns.tsx';
import { KeyDetail } from './keyDetail.tsx';
import { KeyFields } from './keyFields.tsx';
import { NEW_KEY } from './keyForm.ts';
import { SORTED_COLUMNS, useKeys } from './keyQueries.ts';
import type { KeyRow } from './keyRow.ts';
import { KeySecret, type ShownSecret } from './keySecret.tsx';
import { type KeyWork, useKeyWork } from './useKeyWork.ts';

const NEWEST: TableSort = { column: 'created', descending: true };

interface KeyListProps {
  readonly search: string;
  readonly work: KeyWork;
  readonly busy: boolean;
}

function KeyList({ search, work, busy }: KeyListProps): ReactNode {
  const dashboard = useDashboard();
  const { keys } = dashboard.strings;
  const [sort, setSort] = useState(NEWEST);
  const [open, setOpen] = useState<string>();
  const list = useKeys(search, sort);
  const detail = (row: KeyRow): ReactNode =>
    row.token === open ? <KeyDetail row={row} work={work} busy={busy} /> : null;
  const empty =
    search === '' ? (
      <Empty title={keys.emptyTitle}>
        <p>{keys.emptyText}</p>
      </Empty>
    ) : (
      <p className="dim">{keys.noneFound(search)}</p>
    );
  return (
    <ListState list={list} problem={keys.problem} empty={empty}>
      {(rows) => (
        <Table
          id="keys"
          label={keys.title}
          columns={keyColumns(dashboard)}
          rows={rows}
          total={list.total}
          rowKey={({ token }) => token}
          order={{ sort, onSort: (next) => SORTED_COLUMNS.has(next.column) && setSort(next) }}
          onEnd={list.more}
          exportRows={list.all}
          onOpen={({ token }) => setOpen(token === open ? undefined : token)}
          detail={detail}
        />
      )}
    </ListState>
  );
}

/** Virtual keys: what each spends, and everything that can be done with them. */
export function KeysPage(): ReactNode {
  const { strings } = useDashboard();
  const { keys } = strings;
  const action = useAction();
  const [search, setSearch] = useState('');
  const [creating, setCreating] = useState(false);
  const [secret, setSecret] = useState<ShownSecret>();
  const work = useKeyWork(action, setSecret);
  return (
    <>
      <PageHead title={keys.title} />
      <div className="pageBar">
        <SearchField label={keys.searchHint} value={search} onChange={setSearch} />
        <button type="button" className="button" aria-expanded={creating} onClick={() => setCreating(true)}>
          <Icon name="add" />
          {keys.create}
        </button>
      </div>
      {secret === undefined ? (
        <ActionNote action={action} />
      ) : (
        <KeySecret shown={secret} onDone={() => setSecret(undefined)} />
      )}
      {creating ? (
        <section className="panel" aria-label={keys.createTitle}>
          <h2>{keys.createTitle}</h2>
          <KeyFields
            initial={NEW_KEY}
            submit={keys.create}
            busy={action.busy}
            onSubmit={(form) => void work.create(form).then((done) => setCreating(!done))}
            onCancel={() => setCreating(false)}
          />
        </section>
      ) : null}
      <KeyList search={useDeferredValue(search.trim())} work={work} busy={action.busy} />
    </>
  );
}
