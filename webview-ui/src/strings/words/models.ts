import type { Counted } from './counted.ts';

export interface ModelsWords {
  readonly models: {
    readonly title: string;
    readonly problem: string;
    readonly deployments: Counted;
    readonly deployment: string;
    readonly provider: string;
    readonly region: string;
    readonly health: string;
    readonly healths: Readonly<Record<'ready' | 'cooling' | 'unavailable', string>>;
    readonly coolingFor: (duration: string) => string;
    readonly price: string;
    readonly priceNote: string;
    readonly input: string;
    readonly output: string;
    readonly cachePrice: string;
    readonly cacheRead: string;
    readonly cacheWrite: string;
    readonly context: string;
    readonly contextIn: (tokens: string) => string;
    readonly contextOut: (tokens: string) => string;
    readonly capabilities: string;
    readonly supports: Readonly<Record<'tools' | 'images' | 'documents' | 'thinking' | 'promptCaching', string>>;
    readonly fallbacks: string;
    readonly aliases: string;
    readonly modes: Readonly<Record<'chat' | 'embedding', string>>;
    readonly test: string;
    readonly testing: string;
    readonly testHint: (price: string) => string;
    readonly testUnknown: string;
    readonly lastTest: string;
    readonly passed: (duration: string, cost: string) => string;
    readonly failed: string;
    readonly neverTested: string;
    readonly trace: string;
    readonly modelId: string;
    readonly emptyTitle: string;
    readonly emptyText: string;
    readonly editRouting: string;
    readonly place: (file: string, line: number) => string;
  };
}
