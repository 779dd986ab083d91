const STEPS = [1, 2, 2.5, 3, 5, 10] as const;

/** Round ticks from zero to at least `max`, with about `count` steps. Nothing to show gives 0 and 1. */
export function roundTicks(max: number, count = 3): readonly number[] {
  if (!(max > 0)) return [0, 1];
  const raw = max / count;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = (STEPS.find((candidate) => candidate * magnitude >= raw * 0.999999) ?? 10) * magnitude;
  const steps = Math.ceil((max / step) * 0.999999);
  return Array.from({ length: steps + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
