import * as vscode from 'vscode';
import type { ModelGroup } from '../../protocol/api.ts';
import { type KeyRow, nameOf } from './keyNodes.ts';

/** LiteLLM's fields of a key that a person is asked for here. USD; null takes a limit away. */
export interface KeyFields {
  readonly key_alias?: string | undefined;
  readonly max_budget?: number | null | undefined;
  readonly budget_duration?: string | null | undefined;
  readonly models?: readonly string[] | undefined;
  readonly duration?: string | null | undefined;
}

const DURATION = /^\d+(?:s|m|h|d|w|mo)$/;

/** Name and budget of a new key; undefined where it was given up. */
export async function askName(
  keys: readonly KeyRow[],
): Promise<(KeyFields & { readonly key_alias: string }) | undefined> {
  const taken = new Set(keys.map(({ key_alias: alias }) => alias));
  const alias = await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the new key'),
    placeHolder: 'my-script',
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return vscode.l10n.t('A key needs a name.');
      return taken.has(text.trim()) ? vscode.l10n.t('There is a key of this name already.') : undefined;
    },
  });
  if (alias === undefined) return undefined;
  const budget = await askBudget(null);
  if (budget === undefined) return undefined;
  const name = { key_alias: alias.trim() };
  if (budget === null) return name;
  const every = await askDuration(vscode.l10n.t('When does the budget begin anew?'), null);
  return every === undefined
    ? undefined
    : { ...name, max_budget: budget, ...(every === null ? {} : { budget_duration: every }) };
}

/** What of a key is to be changed, and to what. */
export async function pickChange(key: KeyRow, groups: readonly ModelGroup[]): Promise<KeyFields | undefined> {
  const choices: readonly (vscode.QuickPickItem & { readonly ask: () => Promise<KeyFields | undefined> })[] = [
    { label: vscode.l10n.t('Budget'), description: budgetText(key), ask: () => changeBudget(key) },
    { label: vscode.l10n.t('Budget period'), description: key.budget_duration ?? '–', ask: () => changePeriod(key) },
    { label: vscode.l10n.t('Models'), description: modelsText(key), ask: () => changeModels(key, groups) },
    { label: vscode.l10n.t('Name'), description: nameOf(key), ask: () => changeName(key) },
    { label: vscode.l10n.t('Time until it expires'), description: key.expires ?? '–', ask: changeExpiry },
  ];
  const title = vscode.l10n.t('What of {0} shall change?', nameOf(key));
  return await (await vscode.window.showQuickPick(choices, { title }))?.ask();
}

async function changeBudget(key: KeyRow): Promise<KeyFields | undefined> {
  const budget = await askBudget(key.max_budget ?? null);
  return budget === undefined ? undefined : { max_budget: budget };
}

async function changePeriod(key: KeyRow): Promise<KeyFields | undefined> {
  const every = await askDuration(vscode.l10n.t('When does the budget begin anew?'), key.budget_duration ?? null);
  return every === undefined ? undefined : { budget_duration: every };
}

async function changeExpiry(): Promise<KeyFields | undefined> {
  const time = await askDuration(vscode.l10n.t('How long shall the key work from now on?'), null);
  return time === undefined ? undefined : { duration: time };
}

async function changeName(key: KeyRow): Promise<KeyFields | undefined> {
  const name = await vscode.window.showInputBox({ title: vscode.l10n.t('Name of the key'), value: nameOf(key) });
  return name === undefined || name.trim() === '' ? undefined : { key_alias: name.trim() };
}

async function changeModels(key: KeyRow, groups: readonly ModelGroup[]): Promise<KeyFields | undefined> {
  const allowed = new Set(key.models ?? []);
  const items = groups.map(({ name }) => ({ label: name, picked: allowed.has(name) }));
  const title = vscode.l10n.t('Models that the key may use; none stands for all');
  const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  return chosen === undefined ? undefined : { models: chosen.map(({ label }) => label) };
}

/** In USD; null for none, undefined where it was given up. */
async function askBudget(now: number | null): Promise<number | null | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Budget in USD; empty for none'),
    value: now === null ? '' : String(now),
    placeHolder: '5',
    ignoreFocusOut: true,
    validateInput: (value) => (isAmount(value) ? undefined : vscode.l10n.t('An amount such as 5 or 0.50')),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : Number(text.trim().replace(/^\$/, ''));
}

function isAmount(text: string): boolean {
  const amount = Number(text.trim().replace(/^\$/, ''));
  return Number.isFinite(amount) && amount >= 0;
}

/** As LiteLLM writes it: `1d`, `30d`, `1mo`; null for never. */
async function askDuration(title: string, now: string | null): Promise<string | null | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    value: now ?? '',
    placeHolder: '1d',
    ignoreFocusOut: true,
    prompt: vscode.l10n.t('Such as 12h, 1d, 30d or 1mo; empty for never'),
    validateInput: (value) =>
      value.trim() === '' || DURATION.test(value.trim())
        ? undefined
        : vscode.l10n.t('Write a number and s, m, h, d, w or mo.'),
  });
  if (text === undefined) return undefined;
  return text.trim() === '' ? null : text.trim();
}

function budgetText({ max_budget: budget }: KeyRow): string {
  return budget === null || budget === undefined ? '–' : `$${budget}`;
}

function modelsText({ models }: KeyRow): string {
  return models === null || models === undefined || models.length === 0 ? vscode.l10n.t('all') : models.join(', ');
}
