/** What is said of a finding: what is the case, what it means, what mends it. `{name}` stands for a value. */
export interface FindingText {
  readonly summary: string;
  readonly meaning?: string | undefined;
  readonly fix?: string | undefined;
}
