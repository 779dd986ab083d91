import type * as vscode from 'vscode';

const SECTION = /^["']?(?:model_list|litellm_settings|router_settings|torii_settings)["']?\s*:/m;

/** YAML in which Torii helps: the config in force, and what looks like one. */
export function isConfig(document: vscode.TextDocument, inForce: string): boolean {
  if (document.languageId !== 'yaml') return false;
  return document.uri.fsPath === inForce || SECTION.test(document.getText());
}
