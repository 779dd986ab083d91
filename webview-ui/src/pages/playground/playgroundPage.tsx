import { type ReactNode, useEffect, useState } from 'react';
import { useModelGroups, useModels } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { useNavigation } from '../../app/navigation.tsx';
import { formatRoute, type Route } from '../../app/route.ts';
import { useSavedPart } from '../../app/saved.tsx';
import { Icon } from '../../parts/icon.tsx';
import { PageHead } from '../../parts/pageHead.tsx';
import { Problem } from '../../parts/problem.tsx';
import { useTrace, useTraceContent } from '../traces/traceQueries.ts';
import { AnswerPanel } from './answerPanel.tsx';
import { toYaml } from './exampleYaml.ts';
import { playgroundFromTrace } from './fromTrace.ts';
import { PlaygroundForm } from './playgroundForm.tsx';
import { isReady, type PlaygroundState, toBody, toExample, toPlaygroundState } from './playgroundState.ts';
import { useAnswerStream } from './useAnswerStream.ts';

/** The request as an example: to copy, or as a file. */
function Examples({ state }: { state: PlaygroundState }): ReactNode {
  const { strings, transport } = useDashboard();
  const { playground } = strings;
  const [copied, setCopied] = useState(false);
  const clipboard: Clipboard | undefined = globalThis.navigator?.clipboard;
  const example = toExample(state, state.models[0]);
  const json = JSON.stringify(example, null, 2);
  return (
    <>
      {clipboard === undefined ? null : (
        <button
          type="button"
          className="button quiet"
          onClick={() => void clipboard.writeText(json).then(() => setCopied(true))}
        >
          <Icon name={copied ? 'check' : 'copy'} />
          <span aria-live="polite">{copied ? strings.empty.copied : playground.copyJson}</span>
        </button>
      )}
      <button
        type="button"
        className="button quiet"
        onClick={() => transport.saveFile('torii-example.json', `${json}\n`)}
      >
        <Icon name="export" />
        {playground.saveJson}
      </button>
      <button
        type="button"
        className="button quiet"
        onClick={() => transport.saveFile('torii-example.yaml', toYaml(example))}
      >
        <Icon name="export" />
        {playground.saveYaml}
      </button>
    </>
  );
}

/** Takes over the request of a trace, once, when the page was opened from there. */
function useStart(route: Route, take: (state: PlaygroundState) => void): void {
  const { replace } = useNavigation();
  const callId = route.query['from'] ?? '';
  const trace = useTrace(callId);
  const content = useTraceContent(callId, callId !== '');
  const request = content.data?.request;
  const model = trace.data?.modelGroup;
  useEffect(() => {
    if (callId === '' || request === undefined || model === undefined) return;
    take(playgroundFromTrace(request, model));
    replace(formatRoute('playground'));
  }, [callId, request, model, take, replace]);
}

/** Why there is no model to choose, where the gateway gives none. */
function NoModels(): ReactNode {
  const { strings } = useDashboard();
  const { data, error, refetch } = useModels();
  if (data !== undefined || error === null) return null;
  return <Problem title={strings.models.problem} error={error} onRetry={() => void refetch()} />;
}

/** Asks one or two models, side by side. Tools are off. */
export function PlaygroundPage({ route }: { route: Route }): ReactNode {
  const { strings } = useDashboard();
  const { playground } = strings;
  const [kept, keep] = useSavedPart('playground', toPlaygroundState);
  const [group = ''] = useModelGroups();
  useStart(route, keep);
  const [chosen, other] = kept.models;
  const state: PlaygroundState =
    chosen === '' && group !== '' ? { ...kept, models: other === undefined ? [group] : [group, other] } : kept;
  const left = useAnswerStream();
  const right = useAnswerStream();
  const sides = state.models.length === 2 ? [left, right] : [left];
  const running = sides.some(({ answer }) => answer.state === 'waiting' || answer.state === 'streaming');
  const ready = isReady(state);
  const stop = (): void => {
    for (const side of sides) side.stop();
  };
  const send = (): void => {
    if (!ready || running) return;
    state.models.forEach((model, index) => {
      sides[index]?.send(model, toBody(state, model));
    });
  };
  return (
    <>
      <PageHead title={playground.title} />
      <NoModels />
      <div className="playground">
        <form
          className="panel playgroundForm"
          aria-label={playground.title}
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <PlaygroundForm state={state} onChange={(change) => keep({ ...state, ...change })} onSend={send} />
          <div className="actions">
            {running ? (
              <button type="button" className="button" onClick={stop}>
                <Icon name="debug-stop" />
                {playground.stop}
              </button>
            ) : (
              <button type="submit" className="button" disabled={!ready}>
                <Icon name="play" />
                {playground.send}
              </button>
            )}
            <Examples state={state} />
          </div>
          <p className="dim formNote">{playground.note}</p>
        </form>
        <div className={state.models.length === 2 ? 'answers two' : 'answers'}>
          {state.models.map((model, index) => (
            <AnswerPanel key={index === 0 ? 'left' : 'right'} answer={(sides[index] ?? left).answer} model={model} />
          ))}
        </div>
      </div>
    </>
  );
}
