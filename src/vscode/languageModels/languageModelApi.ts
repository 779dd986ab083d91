/**
 * The editor's API for language model providers, stable since 1.104: declared here, because the extension still loads in
 * 1.101, whose declarations do not have it. Found at run time.
 */
import * as vscode from 'vscode';
import type { ModelInformation } from './modelInformation.ts';

export interface RequestMessage {
  readonly role: vscode.LanguageModelChatMessageRole;
  readonly content: readonly unknown[];
}

export interface ResponseOptions {
  readonly modelOptions?: Readonly<Record<string, unknown>>;
  readonly tools?: readonly vscode.LanguageModelChatTool[];
  readonly toolMode: vscode.LanguageModelChatToolMode;
}

export interface LanguageModelProvider {
  readonly onDidChangeLanguageModelChatInformation: vscode.Event<void>;
  provideLanguageModelChatInformation(options: unknown, token: vscode.CancellationToken): Promise<ModelInformation[]>;
  provideLanguageModelChatResponse(
    model: ModelInformation,
    messages: readonly RequestMessage[],
    options: ResponseOptions,
    progress: vscode.Progress<unknown>,
    token: vscode.CancellationToken,
  ): Promise<void>;
  provideTokenCount(
    model: ModelInformation,
    text: string | RequestMessage,
    token: vscode.CancellationToken,
  ): Promise<number>;
}

interface ProviderRegistry {
  registerLanguageModelChatProvider?(vendor: string, provider: LanguageModelProvider): vscode.Disposable;
}

/** A part with the model's thinking; the class is not part of the stable API, but newer editors have it. */
interface ThinkingParts {
  readonly LanguageModelThinkingPart?: new (value: string) => { readonly value: string | readonly string[] };
}

/** Undefined in an editor that has no such API. */
export function registerLanguageModels(provider: LanguageModelProvider): vscode.Disposable | undefined {
  const registry: typeof vscode.lm & ProviderRegistry = vscode.lm;
  return registry.registerLanguageModelChatProvider?.('torii', provider);
}

const editor: typeof vscode & ThinkingParts = vscode;

/** Undefined where the editor cannot show thinking. */
export function newThinkingPart(text: string): object | undefined {
  const Part = editor.LanguageModelThinkingPart;
  return Part === undefined ? undefined : new Part(text);
}

/** The text of a thinking part; undefined for any other part. */
export function thinkingIn(part: unknown): string | undefined {
  const Part = editor.LanguageModelThinkingPart;
  if (Part === undefined || !(part instanceof Part)) return undefined;
  return typeof part.value === 'string' ? part.value : part.value.join('');
}
