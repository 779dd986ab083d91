import type { ReactNode } from 'react';
import type { FallbackChain, Routing } from '../../../../src/protocol/routing.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { type Action, ActionNote, useAction } from '../../parts/action.tsx';
import { Answer } from '../../parts/answer.tsx';
import { Banner } from '../../parts/banner.tsx';
import { Facts } from '../../parts/facts.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Panel } from '../../parts/panel.tsx';
import { ChainEditor } from './chainEditor.tsx';
import { NewChain } from './newChain.tsx';
import { routerFacts } from './routerFacts.ts';
import { useRouting } from './routingQueries.ts';
import { type ChainWork, useChainWork } from './useChainWork.ts';

const KINDS = ['general', 'context_window', 'content_policy', 'default'] as const;

interface KindPanelProps {
  readonly kind: FallbackChain['kind'];
  readonly routing: Routing;
  readonly work: ChainWork;
  readonly action: Action;
}

function KindPanel({ kind, routing, work, action }: KindPanelProps): ReactNode {
  const { strings } = useDashboard();
  const words = strings.routing;
  const chains = routing.chains.filter((chain) => chain.kind === kind);
  const writable = routing.configFile !== null && routing.configInForce;
  return (
    <Panel title={words.kinds[kind]} className="kindPanel">
      <p className="dim kindHint">{words.kindHints[kind]}</p>
      {chains.length === 0 ? <p className="dim">{words.noChains}</p> : null}
      {chains.map((chain) => (
        <ChainEditor
          key={chain.model ?? ''}
          chain={chain}
          models={routing.models}
          work={work}
          writable={writable}
          busy={action.busy}
        />
      ))}
      {writable ? (
        <NewChain
          kind={kind}
          models={routing.models}
          taken={chains.map(({ model }) => model)}
          work={work}
          busy={action.busy}
        />
      ) : null}
    </Panel>
  );
}

/** Where changes go, or why there can be none. */
function Writing({ routing }: { routing: Routing }): ReactNode {
  const { strings } = useDashboard();
  const words = strings.routing;
  if (routing.configFile === null) return <Banner icon="warning">{words.noFile}</Banner>;
  if (!routing.configInForce) return <Banner icon="warning">{words.brokenFile}</Banner>;
  return <p className="dim pageIntro">{words.written(routing.configFile)}</p>;
}

function Content({ routing, action }: { routing: Routing; action: Action }): ReactNode {
  const dashboard = useDashboard();
  const work = useChainWork(action);
  const words = dashboard.strings.routing;
  const file = routing.configFile?.split(/[\\/]/).at(-1) ?? 'config.yaml';
  return (
    <>
      <Writing routing={routing} />
      <ActionNote action={action} />
      <div className="panelGrid chainGrid">
        {KINDS.map((kind) => (
          <KindPanel key={kind} kind={kind} routing={routing} work={work} action={action} />
        ))}
      </div>
      <Panel title={words.settings} note={words.settingsNote(file)} className="spaced">
        <Facts facts={routerFacts(dashboard, routing.settings)} />
      </Panel>
    </>
  );
}

/** Which models stand in for which, and how often the gateway tries. */
export function RoutingPage(): ReactNode {
  const { strings } = useDashboard();
  const action = useAction();
  return (
    <>
      <PageHead title={strings.routing.title} />
      <Answer query={useRouting()} problem={strings.routing.problem}>
        {(routing) => <Content routing={routing} action={action} />}
      </Answer>
    </>
  );
}
