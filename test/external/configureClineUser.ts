import { join } from 'node:path';
import { applyClineConfiguration, type ClineBackup } from '../../src/clients/cline/applyClineConfiguration.ts';
import { detectCline } from '../../src/clients/cline/detectCline.ts';
import { planClineConfiguration } from '../../src/clients/cline/planClineConfiguration.ts';
import type { ClineUser } from './clineProgram.ts';

export interface ClineWishes {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** Points a user's Cline at a gateway with the product's own code, and nothing else. */
export async function configureClineUser(user: ClineUser, wishes: ClineWishes): Promise<ClineBackup> {
  const clock = { now: () => Date.now() };
  const plan = planClineConfiguration({
    installation: detectCline({ homeDir: user.home, variables: {} }),
    baseUrl: wishes.baseUrl,
    apiKey: wishes.apiKey,
    planModel: wishes.model,
    actModel: wishes.model,
    modelInfo: { contextWindow: 200_000, maxTokens: 8192, inputPrice: 3, outputPrice: 15 },
    clock,
  });
  return applyClineConfiguration(plan, { backupDir: join(user.root, 'backup'), clock });
}
