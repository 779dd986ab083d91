/** Words of the page "Tasks and traces". */
export interface TracesWords {
  readonly traces: {
    /** In the navigation, and of the view. */
    readonly title: string;
    readonly pageTitle: string;
    readonly view: string;
    readonly task: string;
    readonly unknownClient: string;
    /** A task without a title: who worked, and since when. */
    readonly untitled: (who: string, time: string) => string;
    readonly agent: string;
    readonly requests: string;
    readonly last: string;
    readonly answeredBy: string;
    readonly provider: string;
    readonly session: string;
    readonly tags: string;
    readonly error: string;
    readonly search: string;
    readonly keyAlias: string;
    readonly allModels: string;
    readonly allOutcomes: string;
    readonly succeeded: string;
    readonly failed: string;
    readonly clear: string;
    readonly paused: string;
    readonly problem: string;
    readonly none: string;
    readonly noneHint: string;
    readonly noneFound: string;
    readonly noneFoundHint: string;
  };
}
