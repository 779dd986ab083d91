export interface Column {
  readonly name:
    | 'time'
    | 'status'
    | 'model'
    | 'client'
    | 'tokensIn'
    | 'tokensOut'
    | 'cache'
    | 'cost'
    | 'duration'
    | 'firstToken';
  /** `number` aligns right; `wide`, `medium` and `small` hide the column where the panel is narrower than that. */
  readonly className: string;
}

export const COLUMNS: readonly Column[] = [
  { name: 'time', className: 'timeCell' },
  { name: 'status', className: 'small' },
  { name: 'model', className: 'grow' },
  { name: 'client', className: 'wide' },
  { name: 'tokensIn', className: 'number medium' },
  { name: 'tokensOut', className: 'number medium' },
  { name: 'cache', className: 'number wide' },
  { name: 'cost', className: 'number' },
  { name: 'duration', className: 'number small' },
  { name: 'firstToken', className: 'number wide' },
];
