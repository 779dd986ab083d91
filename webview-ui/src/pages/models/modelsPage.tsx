import { type ReactNode, useState } from 'react';
import type { DeploymentSummary, ModelGroup } from '../../../../src/protocol/api.ts';
import type { ModelTest } from '../../../../src/protocol/modelTests.ts';
import { expectFields } from '../../api/answers.ts';
import { useModels } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { shortModelName } from '../../format/modelName.ts';
import { ActButton } from '../../parts/actButton.tsx';
import { type Action, ActionNote, useAction } from '../../parts/action.tsx';
import { Answer } from '../../parts/answer.tsx';
import { CopyLine } from '../../parts/copyLine.tsx';
import { Empty } from '../../parts/empty.tsx';
import { Facts } from '../../parts/facts.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Table } from '../../parts/table/table.tsx';
import { ApiError } from '../../transport/apiError.ts';
import { DeploymentDetail } from './deploymentDetail.tsx';
import { modelColumns } from './modelColumns.tsx';
import { modelTestsPath, useModelTests } from './modelQueries.ts';
import { lineKey, type ModelLine, toModelLines } from './modelRows.ts';
import { testPrice } from './testPrice.ts';

const FIRST_MODEL = `model_list:
  - model_name: claude-sonnet-4-5
    litellm_params:
      model: bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0
      aws_region_name: us-east-1`;

interface TestButtonProps {
  readonly deployment: DeploymentSummary;
  readonly action: Action;
  readonly running: boolean;
  readonly onTest: () => void;
}

/** Its title says before the click what the click costs. */
function TestButton({ deployment, action, running, onTest }: TestButtonProps): ReactNode {
  const { strings, format } = useDashboard();
  const { models } = strings;
  const price = testPrice(deployment);
  const hint = price === undefined ? models.testUnknown : models.testHint(format.money(price));
  return (
    <ActButton
      busy={action.busy}
      className="link"
      title={hint}
      label={`${models.test} ${shortModelName(deployment.model)}. ${hint}`}
      onClick={onTest}
    >
      {running ? models.testing : models.test}
    </ActButton>
  );
}

/** Tests one deployment at a time; `running` is its id. */
function useTest(action: Action): { running: string | undefined; test: (deployment: DeploymentSummary) => void } {
  const { transport, strings, format } = useDashboard();
  const { models, unknown } = strings;
  const [running, setRunning] = useState<string>();
  const test = (deployment: DeploymentSummary): void => {
    setRunning(deployment.id);
    const work = async (): Promise<{ text: string }> => {
      const path = `${modelTestsPath}/${encodeURIComponent(deployment.id)}`;
      const answer = await transport.send('POST', path);
      const { ok, durationMs, cost, error } = expectFields<ModelTest>(answer, ['ok', 'durationMs']);
      const name = shortModelName(deployment.model);
      if (!ok) throw new ApiError(error?.status ?? 502, `${name}: ${strings.said(error?.message ?? '')}`);
      return {
        text: `${name}: ${models.passed(format.duration(durationMs), cost === null ? unknown : format.money(cost))}`,
      };
    };
    void action.run(work).finally(() => setRunning(undefined));
  };
  return { running, test };
}

function GroupDetail({ group }: { group: ModelGroup }): ReactNode {
  const { strings } = useDashboard();
  const { models, none } = strings;
  return (
    <>
      <Facts
        facts={[
          { label: models.fallbacks, value: group.fallbacks.join(' → ') || none },
          { label: models.aliases, value: group.aliases.join(', ') || none },
        ]}
      />
      <RouteLink to={formatRoute('routing')}>{models.editRouting}</RouteLink>
    </>
  );
}

function ModelTable({ groups, action }: { groups: readonly ModelGroup[]; action: Action }): ReactNode {
  const dashboard = useDashboard();
  const { models } = dashboard.strings;
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<string>();
  const tests = useModelTests();
  const { running, test } = useTest(action);
  const testButton = (deployment: DeploymentSummary): ReactNode => (
    <TestButton
      deployment={deployment}
      action={action}
      running={running === deployment.id}
      onTest={() => test(deployment)}
    />
  );
  const columns = modelColumns(dashboard, { tests, testButton });
  const toggle = ({ group }: ModelLine): void => {
    const next = new Set(closed);
    if (!next.delete(group.name)) next.add(group.name);
    setClosed(next);
  };
  const detail = (line: ModelLine): ReactNode => {
    if (lineKey(line) !== open) return null;
    return line.kind === 'group' ? (
      <GroupDetail group={line.group} />
    ) : (
      <DeploymentDetail
        deployment={line.deployment}
        test={tests.get(line.deployment.id)}
        testButton={testButton(line.deployment)}
      />
    );
  };
  return (
    <Table
      id="models"
      label={models.title}
      columns={columns}
      rows={toModelLines(groups, closed)}
      rowKey={lineKey}
      tree={(line) =>
        line.kind === 'group' ? { level: 1, expanded: !closed.has(line.group.name) } : { level: 2, expanded: undefined }
      }
      onToggle={toggle}
      onOpen={(line) => setOpen(lineKey(line) === open ? undefined : lineKey(line))}
      detail={detail}
    />
  );
}

/** Model groups with their deployments: whether they work, what they cost, what they can do. */
export function ModelsPage(): ReactNode {
  const { strings } = useDashboard();
  const { models } = strings;
  const action = useAction();
  return (
    <>
      <PageHead title={models.title} note={<span className="dim">{models.priceNote}</span>} />
      <ActionNote action={action} />
      <Answer query={useModels()} problem={models.problem}>
        {({ groups }) =>
          groups.length === 0 ? (
            <Empty title={models.emptyTitle}>
              <p>{models.emptyText}</p>
              <CopyLine text={FIRST_MODEL} />
            </Empty>
          ) : (
            <ModelTable groups={groups} action={action} />
          )
        }
      </Answer>
    </>
  );
}
