import type { Formatter } from '../format/formatter.ts';
import { roundTicks } from './ticks.ts';

/** How the values of a chart are drawn and written. */
export interface Scale {
  /** Round values from 0 to at least the largest one. */
  readonly ticks: (largest: number) => readonly number[];
  readonly tick: (value: number, step: number) => string;
  readonly text: (value: number) => string;
}

const NANO_PER_USD = 1e9;
const MS_PER_SECOND = 1000;

function scaledTicks(unit: number): Scale['ticks'] {
  return (largest) => roundTicks(largest / unit).map((tick) => tick * unit);
}

/** Ticks that are whole numbers of a unit: there is no half request. */
function wholeTicks(unit: number): Scale['ticks'] {
  return (largest) => {
    const most = Math.max(largest / unit, 3);
    const step = Math.ceil(roundTicks(most)[1] ?? 1);
    return Array.from({ length: Math.ceil((most / step) * 0.999999) + 1 }, (_, index) => index * step * unit);
  };
}

export function countScale(format: Formatter): Scale {
  return { ticks: wholeTicks(1), tick: format.compact, text: format.integer };
}

/** Milliseconds. */
export function durationScale(format: Formatter): Scale {
  const tick = (ms: number): string => (ms === 0 ? '0' : format.span(ms));
  return { ticks: scaledTicks(MS_PER_SECOND), tick, text: format.duration };
}

/** Nano-USD. */
export function moneyScale(format: Formatter): Scale {
  return {
    ticks: scaledTicks(NANO_PER_USD),
    tick: (value, step) => format.axisMoney(value / NANO_PER_USD, step / NANO_PER_USD),
    text: format.money,
  };
}

/** A share from 0 to 1. */
export function shareScale(format: Formatter): Scale {
  return { ticks: wholeTicks(0.01), tick: format.percent, text: format.percent };
}
