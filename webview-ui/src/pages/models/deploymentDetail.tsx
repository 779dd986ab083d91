import type { ReactNode } from 'react';
import type { DeploymentSummary } from '../../../../src/protocol/api.ts';
import type { ModelTest } from '../../../../src/protocol/modelTests.ts';
import { type Dashboard, useDashboard } from '../../app/dashboard.tsx';
import { RouteLink } from '../../app/navigation.tsx';
import { formatRoute } from '../../app/route.ts';
import { CopyButton } from '../../parts/copyButton.tsx';
import { type Fact, Facts } from '../../parts/facts.tsx';
import { capabilitiesOf } from './modelRows.ts';

function priceFacts({ strings, format }: Dashboard, deployment: DeploymentSummary): readonly Fact[] {
  const { models } = strings;
  const price = (usd: number | null): string => (usd === null ? strings.unknown : format.price(usd));
  return [
    {
      label: models.price,
      value: `${models.input} ${price(deployment.inputPrice)} · ${models.output} ${price(deployment.outputPrice)}`,
      note: models.priceNote,
    },
    {
      label: models.cachePrice,
      value: `${models.cacheRead} ${price(deployment.cacheReadPrice)} · ${models.cacheWrite} ${price(deployment.cacheWritePrice)}`,
    },
  ];
}

function factsOf(dashboard: Dashboard, deployment: DeploymentSummary): readonly Fact[] {
  const { strings, format } = dashboard;
  const { models, none, unknown } = strings;
  const { model, provider, region, apiBase, source, maxInputTokens, maxOutputTokens } = deployment;
  const tokens = (count: number | null): string => (count === null ? unknown : format.integer(count));
  const file = source?.file.split(/[\\/]/).at(-1) ?? '';
  return [
    {
      label: models.deployment,
      value: (
        <>
          <span className="mono">{model}</span> <CopyButton text={model} what={models.modelId} />
        </>
      ),
    },
    { label: models.provider, value: [provider, region, apiBase].filter((part) => part !== null).join(' · ') },
    {
      label: models.context,
      value: `${models.contextIn(tokens(maxInputTokens))} · ${models.contextOut(tokens(maxOutputTokens))}`,
    },
    ...priceFacts(dashboard, deployment),
    {
      label: models.capabilities,
      value:
        capabilitiesOf(deployment)
          .map((name) => models.supports[name])
          .join(', ') || none,
      note: models.modes[deployment.mode],
    },
    ...(source === null ? [] : [{ label: strings.settings.config, value: models.place(file, source.line) }]),
  ];
}

function TestResult({ test }: { test: ModelTest }): ReactNode {
  const { strings, format, now } = useDashboard();
  const { models, unknown } = strings;
  const cost = test.cost === null ? unknown : format.money(test.cost);
  return (
    <p className="testResult">
      <span className="dim">
        {models.lastTest}, {format.moment(test.at, now())}:
      </span>{' '}
      {test.error === null ? (
        models.passed(format.duration(test.durationMs), cost)
      ) : (
        <span className="failure">{strings.said(test.error.message)}</span>
      )}{' '}
      <RouteLink to={formatRoute('traces', [test.callId])}>{models.trace}</RouteLink>
    </p>
  );
}

/** All that is known of a deployment, and its last test in the provider's words. */
export function DeploymentDetail({
  deployment,
  test,
  testButton,
}: {
  deployment: DeploymentSummary;
  test: ModelTest | undefined;
  testButton: ReactNode;
}): ReactNode {
  const dashboard = useDashboard();
  return (
    <>
      <Facts facts={factsOf(dashboard, deployment)} />
      {test === undefined ? null : <TestResult test={test} />}
      {testButton}
    </>
  );
}
