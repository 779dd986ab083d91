import type { ReactNode } from 'react';
import { useModelGroups } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';

interface ModelsFieldProps {
  readonly value: readonly string[];
  readonly onChange: (models: readonly string[]) => void;
}

/** Which models are allowed: those of the config, and others that the value has already, such as wildcards. */
export function ModelsField({ value, onChange }: ModelsFieldProps): ReactNode {
  const { strings } = useDashboard();
  const groups = useModelGroups();
  const names = [...new Set([...groups, ...value])];
  const toggle = (name: string): void =>
    onChange(value.includes(name) ? value.filter((other) => other !== name) : [...value, name]);
  return (
    <fieldset className="field checkList">
      <legend>{strings.limits.models}</legend>
      <div className="checkListItems">
        {names.map((name) => (
          <label key={name}>
            <input type="checkbox" checked={value.includes(name)} onChange={() => toggle(name)} />
            <span className="ellipsis">{name}</span>
          </label>
        ))}
      </div>
      <p className="dim">{strings.limits.modelsHint}</p>
    </fieldset>
  );
}
