import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useModelGroups } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { Icon } from '../../parts/icon.tsx';
import type { PlaygroundState } from './playgroundState.ts';

interface FormProps {
  readonly state: PlaygroundState;
  readonly onChange: (change: Partial<PlaygroundState>) => void;
  readonly onSend: () => void;
}

interface ModelChoiceProps {
  readonly label: string;
  readonly value: string;
  /** The first choice, where it is not a model. */
  readonly none?: string;
  readonly onChange: (model: string) => void;
}

export function ModelChoice({ label, value, none, onChange }: ModelChoiceProps): ReactNode {
  const groups = useModelGroups();
  const names = [...new Set([...groups, ...(value === '' ? [] : [value])])];
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {none === undefined && value !== '' ? null : <option value="">{none ?? ''}</option>}
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}

/** One model, or two. */
function Models({ state, onChange }: FormProps): ReactNode {
  const { strings } = useDashboard();
  const { playground } = strings;
  const [first, second] = state.models;
  return (
    <div className="fieldRow">
      <ModelChoice
        label={playground.model}
        value={first}
        onChange={(model) => onChange({ models: second === undefined ? [model] : [model, second] })}
      />
      <ModelChoice
        label={playground.compareWith}
        value={second ?? ''}
        none={playground.noOther}
        onChange={(model) => onChange({ models: model === '' ? [first] : [first, model] })}
      />
    </div>
  );
}

function NumberField(props: {
  label: string;
  value: string;
  min: number;
  max?: number;
  step: number;
  onChange: (value: string) => void;
}): ReactNode {
  const { strings } = useDashboard();
  const { label, value, onChange, ...range } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...range}
        id={id}
        type="number"
        className="input"
        placeholder={strings.playground.byDefault}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Parameters({ state, onChange }: FormProps): ReactNode {
  const { playground } = useDashboard().strings;
  return (
    <div className="fieldRow three">
      <NumberField
        label={playground.temperature}
        value={state.temperature}
        min={0}
        max={2}
        step={0.1}
        onChange={(temperature) => onChange({ temperature })}
      />
      <NumberField
        label={playground.maxTokens}
        value={state.maxTokens}
        min={1}
        step={1}
        onChange={(maxTokens) => onChange({ maxTokens })}
      />
      <NumberField
        label={playground.topP}
        value={state.topP}
        min={0}
        max={1}
        step={0.05}
        onChange={(topP) => onChange({ topP })}
      />
    </div>
  );
}

/** A conversation that goes before the prompt. */
function Earlier({ state, onChange }: FormProps): ReactNode {
  const { strings } = useDashboard();
  const count = state.earlier.length;
  if (count === 0) return null;
  return (
    <p className="dim earlierNote">
      {strings.playground.earlier(count)}{' '}
      <button type="button" className="link" onClick={() => onChange({ earlier: [] })}>
        <Icon name="close" />
        {strings.playground.forget}
      </button>
    </p>
  );
}

/** What is asked, of whom, and how. Ctrl+Enter in the prompt sends. */
export function PlaygroundForm(props: FormProps): ReactNode {
  const { state, onChange, onSend } = props;
  const { playground } = useDashboard().strings;
  const [systemId, promptId] = [useId(), useId()];
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSend();
  };
  return (
    <>
      <Models {...props} />
      <div className="field">
        <label htmlFor={systemId}>{playground.system}</label>
        <textarea
          id={systemId}
          className="input"
          rows={3}
          value={state.system}
          placeholder={playground.systemHint}
          onChange={(event) => onChange({ system: event.target.value })}
        />
      </div>
      <Parameters {...props} />
      <Earlier {...props} />
      <div className="field">
        <label htmlFor={promptId}>{playground.prompt}</label>
        <textarea
          id={promptId}
          className="input"
          rows={6}
          value={state.prompt}
          placeholder={playground.promptHint}
          onChange={(event) => onChange({ prompt: event.target.value })}
          onKeyDown={press}
        />
      </div>
    </>
  );
}
