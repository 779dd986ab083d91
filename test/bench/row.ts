/** What a figure must reach. */
export interface Goal {
  /** Whether more is better, or less. */
  readonly kind: 'at least' | 'at most';
  /** Undefined where a figure is only kept from getting worse. */
  readonly bound: number | undefined;
  readonly unit: string;
}

/** One line of the table of figures. */
export interface Row {
  readonly what: string;
  readonly against: string;
  /** Undefined where the figure is for information. */
  readonly goal: Goal | undefined;
  /** The median, in the goal's unit. */
  readonly value: number;
  /** In words, with units; the median and, in brackets, the spread. */
  readonly figure: string;
  /** The measured values, for whoever reads the JSON. */
  readonly values: Readonly<Record<string, readonly number[]>>;
}

export function atLeast(bound: number, unit = ''): Goal {
  return { kind: 'at least', bound, unit };
}

export function atMost(bound: number, unit = ''): Goal {
  return { kind: 'at most', bound, unit };
}

/** No goal, but the less the better. */
export function noWorse(unit: string): Goal {
  return { kind: 'at most', bound: undefined, unit };
}

/** Whether a figure is as good as its goal, or as another bound in its place. Undefined where there is none. */
export function isMet({ goal, value }: Row, bound = goal?.bound): boolean | undefined {
  if (goal === undefined || bound === undefined) return undefined;
  return goal.kind === 'at least' ? value >= bound : value <= bound;
}

/** `<= 3 ms`; empty where there is no bound. */
export function boundText(goal: Goal | undefined, bound = goal?.bound): string {
  if (goal === undefined || bound === undefined) return '';
  return `${goal.kind === 'at least' ? '>=' : '<='} ${bound}${goal.unit}`;
}

/** The same for the same figure in every run. */
export function rowKey({ what, against }: Pick<Row, 'what' | 'against'>): string {
  return `${what} | ${against}`;
}
