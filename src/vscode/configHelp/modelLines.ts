/** Where a model stands in the text of a config. */
export interface ModelLine {
  readonly name: string;
  /** From 0. */
  readonly line: number;
  /** Among those of the same name, from 0. */
  readonly position: number;
}

const MODEL_NAME = /^\s*(?:-\s+)?["']?model_name["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|([^\s#]+))/;

export function modelLines(text: string): readonly ModelLine[] {
  const counts = new Map<string, number>();
  return text.split('\n').flatMap((content, line) => {
    const match = MODEL_NAME.exec(content);
    const name = match?.[1] ?? match?.[2] ?? match?.[3];
    if (name === undefined) return [];
    const position = counts.get(name) ?? 0;
    counts.set(name, position + 1);
    return [{ name, line, position }];
  });
}
