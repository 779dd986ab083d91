import { GatewayError } from './errors.ts';

const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  mo: 30 * 86_400_000,
};

/** LiteLLM's durations (`30s`, `15m`, `24h`, `7d`, `2w`, `1mo`) in ms. Throws `bad-request` for anything else. */
export function parseDuration(text: string): number {
  const match = /^(\d+)(s|m|h|d|w|mo)$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? ''];
  const count = Number(match?.[1]);
  if (unit === undefined || count === 0) {
    throw new GatewayError('bad-request', `duration: '${text}' is not a duration; write 30s, 15m, 24h, 7d, 2w or 1mo`, {
      param: 'duration',
    });
  }
  return count * unit;
}
