import { isRangeName, type RangeName } from '../time/ranges.ts';
import { isRecord } from '../transport/apiError.ts';

/** What the page keeps across hide and reload. */
export interface SavedState {
  readonly range: RangeName;
  readonly costAsTable: boolean;
  /** Call id of the request that is open in the table. */
  readonly openRequest: string | null;
}

export const initialState: SavedState = { range: 'week', costAsTable: false, openRequest: null };

/** Anything that was kept, by whatever version: what does not fit is replaced by its initial value. */
export function toSavedState(value: unknown): SavedState {
  if (!isRecord(value)) return initialState;
  return {
    range: isRangeName(value['range']) ? value['range'] : initialState.range,
    costAsTable: value['costAsTable'] === true,
    openRequest: typeof value['openRequest'] === 'string' ? value['openRequest'] : null,
  };
}
