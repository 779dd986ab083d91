/** Changes of fallback chains, as the editor, the dashboard and scripts ask for them. */

/** `default` serves every group without a chain of its own; the others stand for one group each. */
export const fallbackKinds = ['general', 'context_window', 'content_policy', 'default'] as const;
export type FallbackKind = (typeof fallbackKinds)[number];

export interface FallbackEdit {
  readonly kind: FallbackKind;
  /** The model group; undefined for the default chain, which has none. */
  readonly group: string | undefined;
  /** The whole chain as it is to be, in order; an empty one is taken out of the config. */
  readonly fallbacks: readonly string[];
}

/** Where chains are written. */
export interface FallbackWriter {
  /**
   * Writes one chain into the config, comments and all else kept, and reads the config again. Gives back the file that
   * holds it. Throws `conflict` where it is written in a way that only a person can change, `permission` where the file
   * cannot be written.
   */
  setFallbacks(edit: FallbackEdit): Promise<string>;
}
