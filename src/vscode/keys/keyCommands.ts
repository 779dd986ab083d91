import * as vscode from 'vscode';
import { z } from 'zod';
import type { GatewayClient } from '../../apiClient/gatewayClient.ts';
import type { ToriiNode } from '../trees/toriiNode.ts';
import { askName, type KeyFields, pickChange } from './askKey.ts';
import { type KeyRow, nameOf } from './keyNodes.ts';
import { readKeys } from './keysTree.ts';

type ClientOf = () => Promise<GatewayClient | undefined>;

const newKeySchema = z.object({ key: z.string().min(1) });
const anything = z.unknown();

/** Virtual keys: made, changed, blocked, rotated. A key's text is shown to nobody and copied once. */
export class KeyCommands {
  readonly #clientOf: ClientOf;

  constructor(clientOf: ClientOf) {
    this.#clientOf = clientOf;
  }

  readonly create = async (): Promise<void> => {
    const client = await this.#clientOf();
    if (client === undefined) return;
    const fields = await askName(await readKeys(client));
    if (fields === undefined) return;
    const { key } = await client.write(newKeySchema, 'POST', '/key/generate', fields);
    await offerCopy(key, vscode.l10n.t('The key {0} is made. Copy it now: it is not shown again.', fields.key_alias));
  };

  readonly edit = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#choose(node);
    if (found === undefined) return;
    const { client, key } = found;
    const change: KeyFields | undefined = await pickChange(key, (await client.models()).groups);
    if (change === undefined) return;
    await client.write(anything, 'POST', '/key/update', { key: key.token, ...change });
    void vscode.window.showInformationMessage(vscode.l10n.t('The key {0} is changed.', nameOf(key)));
  };

  readonly block = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#choose(node);
    if (found === undefined) return;
    await found.client.write(anything, 'POST', '/key/block', { key: found.key.token });
    const undo = vscode.l10n.t('Undo');
    const text = vscode.l10n.t('The key {0} is blocked: its requests are refused from now on.', nameOf(found.key));
    if ((await vscode.window.showInformationMessage(text, undo)) === undo) await this.#unblock(found.client, found.key);
  };

  readonly unblock = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#choose(node);
    if (found !== undefined) await this.#unblock(found.client, found.key);
  };

  readonly rotate = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#choose(node);
    if (found === undefined) return;
    const { client, key } = found;
    const rotate = vscode.l10n.t('Rotate');
    const question = vscode.l10n.t(
      'Give {0} a new secret? Programs with the old one are refused at once.',
      nameOf(key),
    );
    if ((await vscode.window.showWarningMessage(question, { modal: true }, rotate)) !== rotate) return;
    const answer = await client.write(newKeySchema, 'POST', '/key/regenerate', { key: key.token });
    await offerCopy(
      answer.key,
      vscode.l10n.t('The key {0} has a new secret. Copy it now: it is not shown again.', nameOf(key)),
    );
  };

  readonly remove = async (node?: ToriiNode): Promise<void> => {
    const found = await this.#choose(node);
    if (found === undefined) return;
    const { client, key } = found;
    const remove = vscode.l10n.t('Delete');
    const question = vscode.l10n.t('Delete the key {0}? What it has spent stays in the ledger.', nameOf(key));
    if ((await vscode.window.showWarningMessage(question, { modal: true }, remove)) !== remove) return;
    await client.write(anything, 'POST', '/key/delete', { keys: [key.token] });
    void vscode.window.showInformationMessage(vscode.l10n.t('The key {0} is deleted.', nameOf(key)));
  };

  async #unblock(client: GatewayClient, key: KeyRow): Promise<void> {
    await client.write(anything, 'POST', '/key/unblock', { key: key.token });
    void vscode.window.showInformationMessage(vscode.l10n.t('The key {0} works again.', nameOf(key)));
  }

  /** From the tree, or from the palette: then the key is chosen. */
  async #choose(node: ToriiNode | undefined): Promise<{ client: GatewayClient; key: KeyRow } | undefined> {
    const client = await this.#clientOf();
    if (client === undefined) return undefined;
    const key = node?.kind === 'key' ? node.key : await pickKey(await readKeys(client));
    return key === undefined ? undefined : { client, key };
  }
}

async function pickKey(keys: readonly KeyRow[]): Promise<KeyRow | undefined> {
  if (keys.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There are no virtual keys yet.'));
    return undefined;
  }
  const items = keys.map((key) => ({ label: nameOf(key), description: key.key_name, key }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Choose a key') }))?.key;
}

async function offerCopy(key: string, text: string): Promise<void> {
  const copy = vscode.l10n.t('Copy Key');
  if ((await vscode.window.showInformationMessage(text, copy)) !== copy) return;
  await vscode.env.clipboard.writeText(key);
  void vscode.window.showInformationMessage(vscode.l10n.t('Copied the key.'));
}
