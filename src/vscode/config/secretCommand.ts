import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { realFileSystem, replaceFile } from '../../clients/fileWriter.ts';
import { setVariable } from '../../config/edits/setVariable.ts';
import { offer } from '../offer.ts';
import { isFile } from '../sharedHome.ts';
import { shortPath } from '../shortPath.ts';
import { secretNames } from './secretNames.ts';

const PRIVATE = 0o600;

/** Puts a secret into the `.env` file beside the config: the gateway takes it over at once, and no config holds it. */
export async function setSecret(configFile: string, wanted?: string): Promise<void> {
  const file = join(dirname(configFile), '.env');
  const name = wanted ?? (await chooseName(configFile, file));
  if (name === undefined) return;
  const value = await vscode.window.showInputBox({
    title: vscode.l10n.t('Value of {0}', name),
    prompt: vscode.l10n.t('It is written to {0}, which only you can read.', shortPath(file)),
    password: true,
    ignoreFocusOut: true,
  });
  if (value === undefined || value === '') return;
  await mkdir(dirname(file), { recursive: true });
  const bytes = Buffer.from(setVariable(await textOf(file), name, value));
  await replaceFile(realFileSystem, { target: file, bytes, mode: PRIVATE });
  const text = vscode.l10n.t('{0} is set in {1}. The gateway takes it over at once.', name, shortPath(file));
  await offer(text, vscode.l10n.t('Test Model'), 'torii.testModel');
}

async function chooseName(configFile: string, file: string): Promise<string | undefined> {
  const config = await textOf(configFile);
  const written = await textOf(file);
  const { named, names } = secretNames(config, written);
  const other = { label: vscode.l10n.t('Another name…'), name: undefined };
  const items = names.map((name) => ({ label: name, description: describe(name, named, written), name }));
  const title = vscode.l10n.t('Which secret?');
  const chosen = await vscode.window.showQuickPick([...items, other], { title, ignoreFocusOut: true });
  if (chosen === undefined || chosen.name !== undefined) return chosen?.name;
  return await vscode.window.showInputBox({
    title: vscode.l10n.t('Name of the variable'),
    placeHolder: 'OPENAI_API_KEY',
    ignoreFocusOut: true,
    validateInput: (text) => (/^[A-Za-z_]\w*$/.test(text) ? undefined : vscode.l10n.t('Letters, digits and _ only.')),
  });
}

function describe(name: string, named: readonly string[], written: string): string {
  if (new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=\\s*\\S`, 'm').test(written)) return vscode.l10n.t('set in .env');
  return named.includes(name) ? vscode.l10n.t('the config asks for it') : '';
}

async function textOf(file: string): Promise<string> {
  return (await isFile(file)) ? await readFile(file, 'utf8') : '';
}
