/** The words of a language for units of time, with the space that it puts before them. */
export interface Units {
  readonly millisecond: string;
  readonly second: string;
  readonly minute: string;
  /** Where no other unit says what it is one of. */
  readonly minuteAlone: string;
  readonly hour: string;
  readonly percent: string;
}
