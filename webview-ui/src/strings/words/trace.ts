import type { TurnRole } from '../../pages/traces/conversation.ts';

/** Words of the page about one request. */
export interface TraceWords {
  readonly trace: {
    readonly title: string;
    readonly position: (place: string, of: string) => string;
    readonly previous: string;
    readonly next: string;
    readonly costUnknown: string;
    readonly inAndOut: (input: string, output: string) => string;
    readonly firstToken: (duration: string) => string;
    readonly copyCurl: string;
    readonly curlHint: string;
    readonly export: string;
    readonly problem: string;
    readonly contentProblem: string;
    readonly conversation: string;
    readonly messages: (count: number) => string;
    readonly earlier: (count: number) => string;
    readonly roles: Readonly<Record<TurnRole, string>>;
    readonly thinking: string;
    readonly hiddenThinking: string;
    readonly toolFailed: string;
    readonly image: string;
    readonly imageCut: string;
    readonly file: string;
    readonly cut: string;
    readonly notKept: string;
    readonly notKeptHint: string;
    readonly notKeptThis: string;
    readonly showAll: (characters: string) => string;
    readonly showLess: string;
    readonly cachePlan: string;
    readonly noPlan: string;
    readonly sources: Readonly<Record<'automatic' | 'client' | 'config' | 'none', string>>;
    readonly places: { readonly tools: string; readonly system: string; readonly message: (place: number) => string };
    readonly pointStates: Readonly<Record<'hit' | 'written' | 'unused', string>>;
    readonly upTo: (tokens: string) => string;
    readonly lost: (tokens: string) => string;
    readonly breaks: Readonly<
      Record<
        'expired' | 'other-model' | 'tools' | 'system' | 'messages' | 'no-points' | 'unknown',
        (detail: string) => string
      >
    >;
    readonly comparedWith: string;
    readonly raw: string;
    readonly request: string;
    readonly response: string;
    readonly ledgerRow: string;
    readonly large: (size: string) => string;
    readonly save: string;
    readonly facts: string;
    readonly user: string;
    readonly endUser: string;
    readonly tier: string;
  };
}
