import * as vscode from 'vscode';
import type { BudgetQuestion } from '../../protocol/api.ts';

/** Whose budget it is, as a person knows it. */
export function nameOf({ scope, name, model }: Pick<BudgetQuestion, 'scope' | 'name' | 'model'>): string {
  const whose = scopeText(scope, name);
  return model === null ? whose : vscode.l10n.t('{0} for {1}', whose, model);
}

function scopeText(scope: string, name: string): string {
  switch (scope) {
    case 'key':
      return vscode.l10n.t('Key {0}', name);
    case 'user':
      return vscode.l10n.t('User {0}', name);
    case 'team':
      return vscode.l10n.t('Team {0}', name);
    case 'member':
      return vscode.l10n.t('Team member {0}', name);
    case 'customer':
      return vscode.l10n.t('Customer {0}', name);
    case 'tag':
      return vscode.l10n.t('Tag {0}', name);
    case 'model':
      return vscode.l10n.t('Model {0}', name);
    case 'deployment':
      return vscode.l10n.t('Deployment {0}', name);
    case 'request':
      return vscode.l10n.t('A single request');
    case 'task':
      return vscode.l10n.t('This task');
    case 'day':
      return vscode.l10n.t('Today');
    case 'month':
      return vscode.l10n.t('This month');
    default:
      return vscode.l10n.t('The gateway as a whole');
  }
}
