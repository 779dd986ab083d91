import { type ReactNode, useState } from 'react';
import type { Failures } from '../../../../src/protocol/insights.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { useSaved } from '../../app/saved.tsx';
import { Answer } from '../../parts/answer.tsx';
import { LinePanel } from '../../parts/chart/linePanel.tsx';
import { Empty } from '../../parts/empty.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Panel } from '../../parts/panel.tsx';
import { TimeRange } from '../../parts/timeRange.tsx';
import { countScale } from '../../series/scales.ts';
import { stepStarts } from '../../series/steps.ts';
import { FailureBars } from './failureBars.tsx';
import { useFailures } from './failureQueries.ts';
import { failuresBy, failuresOverTime } from './failureRows.ts';
import { FailureTable } from './failureTable.tsx';

interface Narrowing {
  readonly kind: string | undefined;
  readonly model: string | undefined;
}

function Summary({ failures }: { failures: Failures }): ReactNode {
  const { strings, format } = useDashboard();
  const { errors } = strings;
  const { requests, fallbacks } = failures;
  return (
    <p className="pageIntro number">
      <strong>{errors.ofRequests(format.integer(failures.failures), format.integer(requests))}</strong>{' '}
      <span className="dim">
        {requests === 0 ? null : errors.rate(format.percent(failures.failures / requests))}
        {fallbacks === 0 ? null : ` · ${errors.saved(fallbacks, format.integer(fallbacks))}`}
      </span>
    </p>
  );
}

function OverTime({ failures, kind }: { failures: Failures; kind: string | undefined }): ReactNode {
  const { strings, format, timeZone } = useDashboard();
  const { errors } = strings;
  const moments = failuresOverTime(failures, stepStarts(failures, timeZone), kind);
  return (
    <LinePanel
      id="errors"
      title={errors.overTime}
      note={failures.step === 'hour' ? errors.perHour : errors.perDay}
      step={failures.step}
      form="bars"
      scale={countScale(format)}
      data={{
        lines: [{ name: errors.title, colour: 'var(--torii-failure)' }],
        rows: moments.map(({ start, count }) => ({ start, values: [count] })),
      }}
    />
  );
}

function Content({ failures }: { failures: Failures }): ReactNode {
  const { strings } = useDashboard();
  const { errors, requests } = strings;
  const [{ kind, model }, narrow] = useState<Narrowing>({ kind: undefined, model: undefined });
  if (failures.failures === 0) {
    return (
      <Empty title={errors.none}>
        <p>{errors.noneText}</p>
      </Empty>
    );
  }
  const ofModel = failures.groups.filter((group) => model === undefined || group.modelGroup === model);
  const ofKind = failures.groups.filter((group) => kind === undefined || group.kind === kind);
  const both = ofModel.filter((group) => kind === undefined || group.kind === kind);
  return (
    <>
      <Summary failures={failures} />
      <div className="panelGrid">
        <Panel title={errors.byKind}>
          <FailureBars
            bars={failuresBy(ofModel, 'kind')}
            label={(name) => requests.kinds[name] ?? name}
            chosen={kind}
            onChoose={(next) => narrow({ kind: next, model })}
          />
        </Panel>
        <Panel title={errors.byModel}>
          <FailureBars
            bars={failuresBy(ofKind, 'modelGroup')}
            label={(name) => name}
            chosen={model}
            onChoose={(next) => narrow({ kind, model: next })}
          />
        </Panel>
      </div>
      <OverTime failures={failures} kind={kind} />
      <section className="spaced">
        <h2 className="sectionHead">
          {errors.list} <span className="dim">{errors.listNote}</span>
        </h2>
        <FailureTable groups={both} />
      </section>
    </>
  );
}

/** Why requests failed: by kind, by model, over time, in the provider's words. */
export function ErrorsPage(): ReactNode {
  const { strings } = useDashboard();
  const { state, save } = useSaved();
  return (
    <>
      <PageHead title={strings.errors.title} />
      <div className="pageBar">
        <TimeRange period={state.range} onChange={(range) => save({ range })} />
      </div>
      <Answer query={useFailures(state.range)} problem={strings.errors.problem}>
        {(failures) => <Content failures={failures} />}
      </Answer>
    </>
  );
}
