import { useDashboard } from '../../app/dashboard.tsx';
import { dayOf } from '../../time/days.ts';

/** `10:00` of an hour, `Nov 15` of a day. */
export function useStepLabel(step: 'hour' | 'day'): (start: number) => string {
  const { format, timeZone } = useDashboard();
  return (start) => (step === 'hour' ? format.clock(start).slice(0, 5) : format.day(dayOf(start, timeZone)));
}
