/** Words of the page "Tasks and traces". */
export interface TracesWords {
  readonly traces: {
    readonly title: string;
    readonly task: string;
    readonly agent: string;
    readonly problem: string;
    readonly none: string;
    readonly noneHint: string;
  };
}
