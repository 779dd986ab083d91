/** Words of the playground, and of sending a request again. */
export interface PlaygroundWords {
  readonly playground: {
    readonly title: string;
    readonly model: string;
    readonly compareWith: string;
    readonly noOther: string;
    readonly system: string;
    readonly systemHint: string;
    readonly prompt: string;
    readonly promptHint: string;
    readonly temperature: string;
    readonly maxTokens: string;
    readonly topP: string;
    readonly byDefault: string;
    readonly earlier: (count: number) => string;
    readonly forget: string;
    readonly send: string;
    readonly stop: string;
    readonly copyJson: string;
    readonly saveJson: string;
    readonly saveYaml: string;
    readonly note: string;
    readonly idle: string;
    readonly states: Readonly<Record<'idle' | 'waiting' | 'streaming' | 'done' | 'stopped' | 'failed', string>>;
    readonly openTrace: string;
    /** On the page of a trace. */
    readonly start: string;
  };
  readonly replay: {
    readonly title: string;
    readonly open: string;
    readonly run: string;
    readonly running: string;
    readonly cancel: string;
    readonly cut: string;
    readonly costs: string;
    readonly same: string;
    readonly differs: (added: number, removed: number) => string;
    readonly stored: string;
    readonly again: (model: string) => string;
    readonly inEditor: string;
    readonly noText: string;
  };
}
