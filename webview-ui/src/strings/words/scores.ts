/** Words for scores of requests and tasks. */
export interface ScoreWords {
  readonly scores: {
    readonly title: string;
    readonly hint: string;
    readonly problem: string;
    /** By the names that Torii gives itself; others show as they were written. */
    readonly names: Readonly<Record<string, string>>;
    readonly good: string;
    readonly bad: string;
    readonly name: string;
    readonly firstName: string;
    readonly kind: string;
    readonly number: string;
    readonly label: string;
    readonly value: string;
    readonly comment: string;
    readonly add: string;
    readonly own: string;
    readonly remove: (name: string) => string;
  };
}
