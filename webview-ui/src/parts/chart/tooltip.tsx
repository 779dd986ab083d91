import type { ReactNode } from 'react';

interface TooltipLine {
  readonly name: string;
  readonly colour: string;
  readonly text: string;
}

interface ChartTooltipProps {
  readonly title: string;
  readonly total?: string;
  readonly lines: readonly TooltipLine[];
  /** A warning below the values. */
  readonly children?: ReactNode;
}

/** The values of one step of a chart: shown by the mouse and by the arrow keys alike. */
export function ChartTooltip({ title, total, lines, children }: ChartTooltipProps): ReactNode {
  return (
    <div className="tooltip" role="status">
      <div className="pair strong">
        <span>{title}</span>
        {total === undefined ? null : <span className="number">{total}</span>}
      </div>
      {lines.map(({ name, colour, text }) => (
        <div className="pair" key={name}>
          <span>
            <i className="swatch" style={{ background: colour }} />
            {name}
          </span>
          <span className="number">{text}</span>
        </div>
      ))}
      {children}
    </div>
  );
}
