import type { ReactNode } from 'react';

interface SegmentsProps<Value extends string> {
  readonly label: string;
  /** Of the group of radio buttons; unique on its page. */
  readonly name: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of a few. Radio buttons: one stop of the Tab key, arrows choose. */
export function Segments<Value extends string>(props: SegmentsProps<Value>): ReactNode {
  const { label, name, options, value, onChange } = props;
  return (
    <fieldset className="segments">
      <legend className="hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          <span>{option.text}</span>
        </label>
      ))}
    </fieldset>
  );
}
