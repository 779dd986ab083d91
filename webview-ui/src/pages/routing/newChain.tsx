import { type FormEvent, type ReactNode, useState } from 'react';
import type { FallbackChain } from '../../../../src/protocol/routing.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import { type Option, SelectField } from '../../parts/form/selectField.tsx';
import type { ChainWork } from './useChainWork.ts';

interface NewChainProps {
  readonly kind: FallbackChain['kind'];
  readonly models: readonly string[];
  /** Models that have a chain of this kind already. */
  readonly taken: readonly (string | null)[];
  readonly work: ChainWork;
  readonly busy: boolean;
}

/** The first fallback of a model that has none of this kind yet. */
export function NewChain({ kind, models, taken, work, busy }: NewChainProps): ReactNode {
  const { strings } = useDashboard();
  const { routing } = strings;
  const [model, setModel] = useState('');
  const [fallback, setFallback] = useState('');
  const isDefault = kind === 'default';
  const free = models.filter((name) => !taken.includes(name));
  if (isDefault ? taken.length > 0 : free.length === 0) return null;
  const add = (event: FormEvent): void => {
    event.preventDefault();
    if (fallback === '' || (!isDefault && model === '')) return;
    work.add({ kind, model: isDefault ? null : model, names: [] }, fallback);
    setModel('');
    setFallback('');
  };
  const options = (names: readonly string[], first: string): readonly Option[] => [
    { value: '', label: first },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <form className="lineForm" onSubmit={add} aria-label={`${routing.kinds[kind]}: ${routing.addChain}`}>
      {isDefault ? null : (
        <SelectField
          bare
          label={routing.forModel}
          value={model}
          options={options(free, `${routing.forModel}…`)}
          onChange={setModel}
        />
      )}
      <SelectField
        bare
        label={routing.firstFallback}
        value={fallback}
        options={options(
          models.filter((name) => name !== model),
          `${routing.firstFallback}…`,
        )}
        onChange={setFallback}
      />
      <button type="submit" className="button quiet" disabled={busy || fallback === '' || (!isDefault && model === '')}>
        {routing.add}
      </button>
    </form>
  );
}
