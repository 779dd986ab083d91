import { type Period, toPeriod } from '../time/period.ts';
import { isRecord } from '../transport/apiError.ts';

/** What the page keeps across hide and reload. */
export interface SavedState {
  readonly range: Period;
  readonly costAsTable: boolean;
  /** Call id of the request that is open in the table. */
  readonly openRequest: string | null;
  /** Where the reader is, in a webview: `/traces/<call id>`. */
  readonly route: string;
  /** What single tables and forms keep, under names of their own. */
  readonly parts: Readonly<Record<string, unknown>>;
}

export const initialState: SavedState = {
  range: { name: 'week' },
  costAsTable: false,
  openRequest: null,
  route: '',
  parts: {},
};

/** Anything that was kept, by whatever version: what does not fit is replaced by its initial value. */
export function toSavedState(value: unknown): SavedState {
  if (!isRecord(value)) return initialState;
  return {
    range: toPeriod(value['range']),
    costAsTable: value['costAsTable'] === true,
    openRequest: typeof value['openRequest'] === 'string' ? value['openRequest'] : null,
    route: typeof value['route'] === 'string' ? value['route'] : '',
    parts: isRecord(value['parts']) ? value['parts'] : {},
  };
}
