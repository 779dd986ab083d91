import { type ReactNode, useEffect, useRef } from 'react';
import type { FallbackChain } from '../../../../src/protocol/routing.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { SelectField } from '../../parts/form/selectField.tsx';
import { Icon, type IconName } from '../../parts/icon.tsx';
import { missingGroups } from './chainEdit.ts';
import type { ChainWork } from './useChainWork.ts';

interface ChainEditorProps {
  readonly chain: FallbackChain;
  /** Names that a chain may use. */
  readonly models: readonly string[];
  readonly work: ChainWork;
  /** False where nothing can be changed here. */
  readonly writable: boolean;
  /** While a change is written. */
  readonly busy: boolean;
}

type Fallback = FallbackChain['fallbacks'][number];

function Losses({ fallback }: { fallback: Fallback }): ReactNode {
  const { strings } = useDashboard();
  const { routing } = strings;
  if (!fallback.known) {
    return (
      <span className="failure loss">
        <Icon name="error" /> {routing.unknownModel}
      </span>
    );
  }
  return fallback.losses.map(({ capability, remedy }) => (
    <span key={capability} className="loss">
      <span className="warn">
        <Icon name="warning" /> {routing.loses(routing.capabilities[capability] ?? capability)}
      </span>{' '}
      <span className="dim">{routing.remedies[capability] ?? remedy}</span>
    </span>
  ));
}

interface StepProps {
  readonly icon: IconName;
  readonly label: string;
  readonly disabled: boolean;
  readonly focus: string;
  readonly onClick: () => void;
}

function Step({ icon, label, disabled, focus, onClick }: StepProps): ReactNode {
  return (
    <button
      type="button"
      className="iconButton"
      title={label}
      aria-label={label}
      aria-disabled={disabled}
      data-focus={focus}
      onClick={() => (disabled ? undefined : onClick())}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Keeps the focus on the entry that was moved: it is drawn anew in another place. */
function useKeptFocus(): { box: React.RefObject<HTMLOListElement | null>; keep: (name: string) => void } {
  const box = useRef<HTMLOListElement>(null);
  const wanted = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const button = box.current?.querySelector<HTMLElement>(`[data-focus="${CSS.escape(wanted.current)}"]`);
    if (document.activeElement !== document.body || button === null || button === undefined) return;
    wanted.current = undefined;
    button.focus();
  });
  return {
    box,
    keep: (name) => {
      wanted.current = name;
    },
  };
}

/** One chain in its order: entries move by buttons, go, and are added at the end. */
export function ChainEditor({ chain, models, work, writable, busy }: ChainEditorProps): ReactNode {
  const { strings } = useDashboard();
  const { routing } = strings;
  const { box, keep } = useKeptFocus();
  const names = chain.fallbacks.map(({ model }) => model);
  const written = { kind: chain.kind, model: chain.model, names };
  const left = missingGroups(models, { model: chain.model, fallbacks: names });
  const last = names.length - 1;
  const ready = writable && !busy;
  const move = (index: number, by: -1 | 1): void => {
    keep(`${by} ${names[index]}`);
    work.move(written, index, by);
  };
  return (
    <section className="chain" aria-label={routing.chainOf(chain.model ?? routing.everyModel)}>
      {chain.kind === 'default' ? null : <h3>{chain.model}</h3>}
      <ol ref={box} className="chainList">
        {chain.fallbacks.map((fallback, index) => {
          const { model } = fallback;
          return (
            <li key={model}>
              <span className="chainPlace number dim">{index + 1}</span>
              <span className="chainModel">
                <span>{model}</span>
                <Losses fallback={fallback} />
              </span>
              <Step
                icon="chevron-up"
                label={routing.up(model)}
                focus={`-1 ${model}`}
                disabled={!ready || index === 0}
                onClick={() => move(index, -1)}
              />
              <Step
                icon="chevron-down"
                label={routing.down(model)}
                focus={`1 ${model}`}
                disabled={!ready || index === last}
                onClick={() => move(index, 1)}
              />
              <Step
                icon="close"
                label={routing.remove(model)}
                focus={`x ${model}`}
                disabled={!ready}
                onClick={() => work.remove(written, index)}
              />
            </li>
          );
        })}
      </ol>
      {left.length === 0 || !writable ? null : (
        <SelectField
          bare
          label={`${routing.addFallback}: ${chain.model ?? routing.everyModel}`}
          value=""
          options={[
            { value: '', label: `${routing.addFallback}…` },
            ...left.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(name) => (name === '' || busy ? undefined : work.add(written, name))}
        />
      )}
    </section>
  );
}
