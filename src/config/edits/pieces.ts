/** An item of a list as it is written, with the name it stands for. */
export interface Piece {
  readonly name: string;
  readonly text: string;
}

export interface Arrangement<P extends Piece> {
  /** The wanted names in order, each with its old piece, or without one where it is new. */
  readonly slots: readonly { readonly name: string; readonly piece: P | undefined }[];
  /** Pieces that no wanted name stands for. */
  readonly removed: ReadonlySet<P>;
}

/** Finds for each wanted name the piece that is there already; of two with one name the first is taken first. */
export function arrange<P extends Piece>(pieces: readonly P[], names: readonly string[]): Arrangement<P> {
  const free = new Set(pieces);
  const slots = names.map((name) => {
    const piece = [...free].find((candidate) => candidate.name === name);
    if (piece !== undefined) free.delete(piece);
    return { name, piece };
  });
  return { slots, removed: free };
}
