import { type ReactNode, useState } from 'react';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { ActButton } from '../../parts/actButton.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { SelectField } from '../../parts/form/selectField.tsx';
import { SpendBar } from '../../parts/meter.tsx';
import { KeyFields } from './keyFields.tsx';
import { toKeyForm } from './keyForm.ts';
import { type KeyRow, keyTitle } from './keyRow.ts';
import type { KeyWork } from './useKeyWork.ts';

const GRACES = ['', '1h', '24h', '7d'] as const;

function useFacts(key: KeyRow): readonly Fact[] {
  const { strings, format, now } = useDashboard();
  const { keys, limits, none } = strings;
  const rate = (count: number | null): string => (count === null ? limits.noLimit : format.integer(count));
  return [
    { label: keys.key, value: <span className="mono">{key.name}</span> },
    {
      label: limits.spend,
      value: <SpendBar limits={key} />,
      note: key.resetsAt === null ? undefined : limits.resets(format.moment(key.resetsAt, now())),
    },
    { label: limits.models, value: key.models.length === 0 ? limits.allModels : key.models.join(', ') },
    { label: limits.rpm, value: rate(key.rpm) },
    { label: limits.tpm, value: rate(key.tpm) },
    { label: keys.team, value: key.teamId ?? none },
    { label: keys.user, value: key.userId ?? none },
    { label: keys.expires, value: key.expiresAt === null ? keys.never : format.moment(key.expiresAt, now()) },
  ];
}

function Rotate({ row, work, busy }: { row: KeyRow; work: KeyWork; busy: boolean }): ReactNode {
  const { strings } = useDashboard();
  const { keys } = strings;
  const [grace, setGrace] = useState<string>(GRACES[0]);
  return (
    <Confirm
      label={keys.rotate}
      question={keys.rotateAsk(keyTitle(row))}
      confirm={keys.rotate}
      busy={busy}
      onConfirm={() => work.rotate(row, grace)}
    >
      <span className="dim">{keys.grace}</span>
      <SelectField
        bare
        label={keys.grace}
        value={grace}
        options={GRACES.map((value) => ({ value, label: keys.graces[value] ?? value }))}
        onChange={setGrace}
      />
    </Confirm>
  );
}

interface KeyDetailProps {
  readonly row: KeyRow;
  readonly work: KeyWork;
  readonly busy: boolean;
}

function Buttons({ row, work, busy, onEdit }: KeyDetailProps & { onEdit: () => void }): ReactNode {
  const { strings } = useDashboard();
  const { keys, actions } = strings;
  const title = keyTitle(row);
  return (
    <div className="actions">
      <ActButton busy={busy} className="button" onClick={onEdit}>
        {actions.edit}
      </ActButton>
      {row.state === 'blocked' ? (
        <ActButton busy={busy} onClick={() => work.unblock(row)}>
          {actions.unblock}
        </ActButton>
      ) : (
        <Confirm
          label={actions.block}
          question={keys.blockAsk(title)}
          confirm={actions.block}
          busy={busy}
          onConfirm={() => work.block(row)}
        />
      )}
      <Rotate row={row} work={work} busy={busy} />
      <Confirm
        label={actions.delete}
        question={keys.deleteAsk(title)}
        confirm={actions.delete}
        busy={busy}
        onConfirm={() => work.remove(row)}
      />
      {row.alias === null ? null : (
        <RouteLink to={formatRoute('traces', [], { view: 'requests', key: row.alias })}>{keys.traces}</RouteLink>
      )}
    </div>
  );
}

/** All of a key, and what can be done with it. */
export function KeyDetail({ row, work, busy }: KeyDetailProps): ReactNode {
  const { strings } = useDashboard();
  const [editing, setEditing] = useState(false);
  const facts = useFacts(row);
  if (editing) {
    return (
      <KeyFields
        initial={toKeyForm(row)}
        submit={strings.actions.save}
        busy={busy}
        onSubmit={(form) => void work.save(row, form).then((done) => setEditing(!done))}
        onCancel={() => setEditing(false)}
      />
    );
  }
  return (
    <>
      <Facts facts={facts} />
      <Buttons row={row} work={work} busy={busy} onEdit={() => setEditing(true)} />
    </>
  );
}
