/** A figure with its text: the number chooses the plural, the text is shown. */
export type Counted = (count: number, text: string) => string;
