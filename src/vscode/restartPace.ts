/** A gateway that ran longer was well; one that ends sooner, again and again, is started ever more slowly. ms. */
const SHORT_LIFE_MS = 10_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** How long to wait before a gateway that ended by itself is started again. */
export class RestartPace {
  readonly #monotonic: () => number;
  #since = 0;
  #shortLives = 0;

  /** `monotonic`: ms from any start. */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  begun(): void {
    this.#since = this.#monotonic();
  }

  /** ms. None after a long life or a first short one; then ever longer, up to half a minute. */
  pauseMs(): number {
    this.#shortLives = this.#monotonic() - this.#since < SHORT_LIFE_MS ? this.#shortLives + 1 : 0;
    if (this.#shortLives <= 1) return 0;
    return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#shortLives - 2));
  }
}
