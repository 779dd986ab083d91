/** Seconds, as the config has them, to milliseconds. */
export function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 1000);
}

/** Like `seconds`, for limits where 0 means "none set", as LiteLLM takes it. */
export function secondsOrUnset(value: number | undefined): number | undefined {
  return value === 0 ? undefined : seconds(value);
}
