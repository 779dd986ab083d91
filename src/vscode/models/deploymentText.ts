import * as vscode from 'vscode';
import type { DeploymentSummary } from '../../protocol/api.ts';
import { formatPrice } from '../money.ts';

/** `$3/$15`: in and out, per million tokens. */
export function priceText({ inputPrice, outputPrice }: DeploymentSummary): string {
  if (inputPrice === null || outputPrice === null) return vscode.l10n.t('price unknown');
  return `${formatPrice(inputPrice)}/${formatPrice(outputPrice)}`;
}

/** '' where all is well. `now` is epoch ms: cooldowns show what is left of them. */
export function healthText({ health, coolingUntil }: DeploymentSummary, now: number): string {
  if (health === 'unavailable') return vscode.l10n.t('not available');
  if (health === 'ready') return '';
  const seconds = Math.max(1, Math.ceil(((coolingUntil ?? now) - now) / 1000));
  return vscode.l10n.t('cooling {0} s', seconds);
}
