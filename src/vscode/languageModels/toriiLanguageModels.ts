import * as vscode from 'vscode';
import { estimateTokens } from '../../domain/tokenEstimate.ts';
import type { Notice } from '../../protocol/api.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import { said } from '../gatewayWords.ts';
import type { Disposable } from '../listeners.ts';
import { toChatBody, toCountBody } from './chatBody.ts';
import { EditorKey } from './editorKey.ts';
import { fromAnswer, toPrompt, toPromptMessage } from './editorParts.ts';
import type { LanguageModelProvider, RequestMessage, ResponseOptions } from './languageModelApi.ts';
import { askModel, countTokens, listModels, type ModelAccess } from './modelGateway.ts';
import type { ModelInformation } from './modelInformation.ts';
import { ModelRequestError } from './modelRequestError.ts';

/** The gateway's model groups as language models of the editor, for Copilot Chat and every extension that asks. */
export class ToriiLanguageModels implements LanguageModelProvider, Disposable {
  readonly #access: GatewayAccess;
  readonly #key: EditorKey;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];
  readonly onDidChangeLanguageModelChatInformation = this.#changed.event;

  constructor(controller: GatewayController, access: GatewayAccess, homeFolder: string) {
    this.#access = access;
    this.#key = new EditorKey(homeFolder);
    this.#subscriptions = [
      controller.onState(() => this.#changed.fire()),
      controller.onNotice((notice) => this.#hear(notice)),
    ];
  }

  /** None while there is no gateway, or while it does not answer: the editor asks again when that changes. */
  async provideLanguageModelChatInformation(): Promise<ModelInformation[]> {
    if (this.#access.baseUrl === undefined) return [];
    try {
      return [...(await this.#withKey(listModels))];
    } catch {
      return [];
    }
  }

  async provideLanguageModelChatResponse(
    model: ModelInformation,
    messages: readonly RequestMessage[],
    options: ResponseOptions,
    progress: vscode.Progress<unknown>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const body = toChatBody(toPrompt(model.id, messages, options));
    const abort = abortOn(token);
    try {
      await this.#withKey((access) => report(access, body, progress, abort.signal));
    } catch (thrown) {
      throw token.isCancellationRequested ? new vscode.CancellationError() : toEditorError(thrown);
    } finally {
      abort.dispose();
    }
  }

  /** An estimate of this window's own where the gateway cannot be asked. */
  async provideTokenCount(
    model: ModelInformation,
    text: string | RequestMessage,
    token: vscode.CancellationToken,
  ): Promise<number> {
    const body = toCountBody(model.id, typeof text === 'string' ? text : toPromptMessage(text));
    const abort = abortOn(token);
    try {
      return await this.#withKey((access) => countTokens(access, body, abort.signal));
    } catch {
      return estimateTokens(JSON.stringify(body));
    } finally {
      abort.dispose();
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #hear({ type }: Notice): void {
    if (type === 'settings-changed' || type === 'keys-changed') this.#changed.fire();
  }

  /** Tries once more with another key where the gateway does not know the one that was kept. */
  async #withKey<T>(ask: (access: ModelAccess) => Promise<T>): Promise<T> {
    const client = await this.#access.client();
    if (client === undefined) throw ModelRequestError.notRunning();
    const access = { baseUrl: client.baseUrl, key: await this.#key.get(client), userAgent: `VSCode/${vscode.version}` };
    try {
      return await ask(access);
    } catch (thrown) {
      if (!(thrown instanceof ModelRequestError) || !thrown.unknownKey) throw thrown;
      return await ask({ ...access, key: await this.#key.replace(client, access.key) });
    }
  }
}

async function report(
  access: ModelAccess,
  body: unknown,
  progress: vscode.Progress<unknown>,
  signal: AbortSignal,
): Promise<void> {
  for await (const part of askModel(access, body, signal)) {
    const shown = fromAnswer(part);
    if (shown !== undefined) progress.report(shown);
  }
}

function abortOn(token: vscode.CancellationToken): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const subscription = token.onCancellationRequested(() => controller.abort());
  return { signal: controller.signal, dispose: () => subscription.dispose() };
}

function toEditorError(thrown: unknown): Error {
  if (!(thrown instanceof ModelRequestError)) return thrown instanceof Error ? thrown : new Error(String(thrown));
  switch (thrown.code) {
    case 'NoPermissions':
      return vscode.LanguageModelError.NoPermissions(said(thrown.message));
    case 'Blocked':
      return vscode.LanguageModelError.Blocked(said(thrown.message));
    case 'NotFound':
      return vscode.LanguageModelError.NotFound(said(thrown.message));
    case 'Unknown':
      return new vscode.LanguageModelError(said(thrown.message));
  }
}
