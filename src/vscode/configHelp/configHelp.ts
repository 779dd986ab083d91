import * as vscode from 'vscode';
import type { ConfigDiagnostics } from '../configDiagnostics.ts';
import type { GatewayAccess } from '../gatewayAccess.ts';
import type { GatewayController } from '../gatewayController.ts';
import type { Disposable } from '../listeners.ts';
import { ConfigCompletions } from './completions.ts';
import { ConfigSchemaFile } from './configSchemaFile.ts';
import { isConfig } from './isConfig.ts';
import { ModelLenses } from './modelLenses.ts';
import { createQuickFixes } from './quickFixes.ts';
import { hasYamlExtension, offerSchema } from './yamlExtension.ts';

const YAML: vscode.DocumentSelector = { language: 'yaml', scheme: 'file' };

/** Help in config files: completion, hover, quick fixes, and figures above each model. */
export function registerConfigHelp(
  extensionPath: string,
  inForce: () => string,
  controller: GatewayController,
  access: GatewayAccess,
  findings: ConfigDiagnostics,
): Disposable {
  const schema = new ConfigSchemaFile(extensionPath);
  const isOurs = (document: vscode.TextDocument) => isConfig(document, inForce());
  // The YAML extension completes from the schema by itself: twice would be once too often.
  const completions = new ConfigCompletions(schema, (document) => isOurs(document) && !hasYamlExtension());
  const lenses = new ModelLenses(controller, access, isOurs);
  offerSchema(schema, inForce);
  return vscode.Disposable.from(
    lenses,
    vscode.languages.registerCompletionItemProvider(YAML, completions, ' ', '-'),
    vscode.languages.registerHoverProvider(YAML, completions),
    vscode.languages.registerCodeLensProvider(YAML, lenses),
    vscode.languages.registerCodeActionsProvider(YAML, createQuickFixes(findings), {
      providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
    }),
  );
}
