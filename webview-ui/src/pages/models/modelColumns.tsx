import type { ReactNode } from 'react';
import type { DeploymentSummary } from '../../../../src/protocol/api.ts';
import type { ModelTest } from '../../../../src/protocol/modelTests.ts';
import type { Dashboard } from '../../app/dashboard.tsx';
import { shortModelName } from '../../format/modelName.ts';
import { CopyButton } from '../../parts/copyButton.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import type { TableColumn } from '../../parts/table/tableColumn.ts';
import { capabilitiesOf, groupHealth, type ModelLine } from './modelRows.ts';

const HEALTH: Readonly<Record<DeploymentSummary['health'], { readonly icon: IconName; readonly className: string }>> = {
  ready: { icon: 'check', className: 'success' },
  cooling: { icon: 'history', className: 'warn' },
  unavailable: { icon: 'circle-slash', className: 'failure' },
};

function healthCell({ strings, format, now }: Dashboard, health: DeploymentSummary['health'], until: number | null) {
  const { icon, className } = HEALTH[health];
  const left = until === null ? 0 : until - now();
  const text = left > 0 ? strings.models.coolingFor(format.duration(left)) : strings.models.healths[health];
  return (
    <span className={health === 'ready' ? 'wraps' : `wraps ${className}`} title={text}>
      <Icon name={icon} className={className} /> {text}
    </span>
  );
}

function nameCell({ strings, format }: Dashboard, line: ModelLine): ReactNode {
  const { models } = strings;
  if (line.kind === 'deployment') {
    const { model, provider } = line.deployment;
    return (
      <span className="wraps" title={model}>
        {shortModelName(model)} <span className="dim narrowOnly">{provider}</span>
      </span>
    );
  }
  const { name, deployments } = line.group;
  return (
    <span className="wraps" title={name}>
      <strong>{name}</strong>{' '}
      <span className="groupTools">
        <CopyButton text={name} what={models.modelId} />
        <span className="dim narrowOnly">
          {' '}
          {models.deployments(deployments.length, format.integer(deployments.length))}
        </span>
      </span>
    </span>
  );
}

/** The provider, and its region where it has regions. */
function placeOf({ provider, region }: DeploymentSummary): string {
  return region === null ? provider : `${provider} · ${region}`;
}

type OfDeployment<T> = (deployment: DeploymentSummary) => T;

/** A cell of lines that are deployments; empty for groups. */
function only<T>(read: OfDeployment<T>): (line: ModelLine) => T | null {
  return (line) => (line.kind === 'deployment' ? read(line.deployment) : null);
}

function priceColumn(
  dashboard: Dashboard,
  name: string,
  title: string,
  options: { readonly rank: number; readonly extra?: boolean; readonly read: OfDeployment<number | null> },
): TableColumn<ModelLine> {
  const { strings, format } = dashboard;
  return {
    name,
    title,
    width: 76,
    number: true,
    rank: options.rank,
    ...(options.extra === true ? { extra: true } : {}),
    cell: only((deployment) => {
      const price = options.read(deployment);
      return price === null ? <span className="dim">{strings.unknown}</span> : format.price(price);
    }),
    csv: only(options.read),
  };
}

export interface ModelCells {
  readonly tests: ReadonlyMap<string, ModelTest>;
  /** The button that tests a deployment. */
  readonly testButton: (deployment: DeploymentSummary) => ReactNode;
}

function testCell({ strings, format }: Dashboard, test: ModelTest | undefined): ReactNode {
  if (test === undefined) return <span className="dim">{strings.none}</span>;
  return test.ok ? (
    <span>
      <Icon name="check" className="success" /> {format.duration(test.durationMs)}
    </span>
  ) : (
    <span className="failure">
      <Icon name="error" /> {strings.models.failed}
    </span>
  );
}

/** A deployment on one line: whether it works, what it costs, how much goes in, what it can do. */
export function modelColumns(dashboard: Dashboard, cells: ModelCells): readonly TableColumn<ModelLine>[] {
  const { strings, format } = dashboard;
  const { models } = strings;
  return [
    {
      name: 'model',
      title: models.deployment,
      width: 140,
      grow: true,
      rank: 0,
      cell: (line) => nameCell(dashboard, line),
      csv: (line) => (line.kind === 'group' ? line.group.name : line.deployment.model),
    },
    {
      name: 'health',
      title: models.health,
      width: 172,
      narrow: 108,
      rank: 1,
      cell: (line) =>
        line.kind === 'group'
          ? healthCell(dashboard, groupHealth(line.group), null)
          : healthCell(dashboard, line.deployment.health, line.deployment.coolingUntil),
      csv: (line) => (line.kind === 'group' ? groupHealth(line.group) : line.deployment.health),
    },
    {
      name: 'region',
      title: models.provider,
      width: 178,
      rank: 5,
      cell: (line) =>
        line.kind === 'group' ? (
          <span className="dim">
            {models.deployments(line.group.deployments.length, format.integer(line.group.deployments.length))}
          </span>
        ) : (
          placeOf(line.deployment)
        ),
      csv: only(placeOf),
    },
    priceColumn(dashboard, 'input', models.input, { rank: 3, read: ({ inputPrice }) => inputPrice }),
    priceColumn(dashboard, 'output', models.output, { rank: 3, read: ({ outputPrice }) => outputPrice }),
    priceColumn(dashboard, 'cacheRead', models.cacheRead, {
      rank: 7,
      extra: true,
      read: ({ cacheReadPrice }) => cacheReadPrice,
    }),
    priceColumn(dashboard, 'cacheWrite', models.cacheWrite, {
      rank: 7,
      extra: true,
      read: ({ cacheWritePrice }) => cacheWritePrice,
    }),
    {
      name: 'context',
      title: models.context,
      width: 96,
      number: true,
      rank: 4,
      cell: only(({ maxInputTokens }) =>
        maxInputTokens === null ? <span className="dim">{strings.unknown}</span> : format.compact(maxInputTokens),
      ),
      csv: only(({ maxInputTokens }) => maxInputTokens),
    },
    {
      name: 'capabilities',
      title: models.capabilities,
      width: 258,
      rank: 6,
      cell: only((deployment) => {
        const names = capabilitiesOf(deployment).map((name) => models.supports[name]);
        return <span title={names.join(', ')}>{names.join(', ') || strings.none}</span>;
      }),
      csv: only((deployment) => capabilitiesOf(deployment).join(' ')),
    },
    {
      name: 'tested',
      title: models.lastTest,
      width: 92,
      rank: 6,
      cell: only(({ id }) => testCell(dashboard, cells.tests.get(id))),
      csv: only(({ id }) => cells.tests.get(id)?.ok ?? null),
    },
    { name: 'test', title: models.test, width: 60, rank: 2, cell: only(cells.testButton) },
  ];
}
