import type * as vscode from 'vscode';

const SECTION = /^["']?(?:model_list|litellm_settings|router_settings|torii_settings)["']?\s*:/m;

/** YAML in which Torii helps: the config in force, and what looks like one. */
export function isConfig({ uri, languageId, getText }: vscode.TextDocument, inForce: string): boolean {
  if (languageId !== 'yaml' && languageId !== 'dockercompose') return false;
  return uri.fsPath === inForce || SECTION.test(getText());
}
