/** Days in the small chart of the side bar, today included. */
export const SPARKLINE_DAYS = 14;
