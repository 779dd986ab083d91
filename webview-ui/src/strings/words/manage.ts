import type { Counted } from './counted.ts';

/** Words for whatever can be made, changed and taken back. */
export interface ManageWords {
  readonly actions: {
    readonly save: string;
    readonly cancel: string;
    readonly close: string;
    readonly undo: string;
    readonly undone: string;
    readonly edit: string;
    readonly delete: string;
    readonly block: string;
    readonly unblock: string;
    readonly nothingChanged: string;
    readonly failed: string;
    readonly copy: (what: string) => string;
    readonly copied: (what: string) => string;
    readonly search: string;
  };
  readonly limits: {
    readonly budget: string;
    readonly budgetHint: string;
    readonly period: string;
    readonly periods: Readonly<Record<string, string>>;
    readonly rpm: string;
    readonly tpm: string;
    readonly noLimit: string;
    readonly models: string;
    readonly modelsHint: string;
    readonly allModels: string;
    readonly modelCount: Counted;
    readonly spend: string;
    readonly spentOf: (spent: string, budget: string) => string;
    readonly resets: (time: string) => string;
    readonly pace: (spend: string, time: string) => string;
    readonly wrongAmount: string;
    readonly wrongCount: string;
    readonly over: string;
    readonly near: string;
    readonly fine: string;
  };
}
