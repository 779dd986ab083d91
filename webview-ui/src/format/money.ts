const NANO_PER_USD = 1_000_000_000;
const SMALLEST_SHOWN = NANO_PER_USD / 10_000;

function dollars(locale: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** Nano-USD in words: `$0.0189` below one dollar, `$12.40` from there on, `<$0.0001` for what four places cannot show. */
export function formatMoney(nanoUsd: number, locale: string): string {
  const size = Math.abs(nanoUsd);
  if (size === 0) return dollars(locale, 2).format(0);
  if (size < SMALLEST_SHOWN / 2) return `<${dollars(locale, 4).format(SMALLEST_SHOWN / NANO_PER_USD)}`;
  const small = Math.round(size / SMALLEST_SHOWN) < 10_000;
  return dollars(locale, small ? 4 : 2).format(nanoUsd / NANO_PER_USD);
}

/** A tick of an axis in USD, with the decimals that the axis' step needs, so that all of its ticks look alike. */
export function formatAxisMoney(usd: number, step: number, locale: string): string {
  const decimals = String(Number(step.toPrecision(3))).split('.')[1]?.length ?? 0;
  return dollars(locale, decimals === 1 ? 2 : Math.min(decimals, 6)).format(usd);
}

/** USD per million tokens as price lists write it: `$3`, `$0.25`, `$0.0375`. */
export function formatPrice(usd: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Number.isInteger(usd) ? 0 : 2,
    maximumFractionDigits: 4,
  }).format(usd);
}
