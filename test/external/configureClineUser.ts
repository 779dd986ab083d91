import { join } from 'node:path';
import { applyConfiguration } from '../../src/clients/applyConfiguration.ts';
import type { Backup } from '../../src/clients/backup.ts';
import { cline } from '../../src/clients/cline/cline.ts';
import { detectCline } from '../../src/clients/cline/detectCline.ts';
import { planConfiguration } from '../../src/clients/planConfiguration.ts';
import type { ClineUser } from './clineProgram.ts';

export interface ClineWishes {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
}

/** Points a user's Cline at a gateway with the product's own code, and nothing else. */
export async function configureClineUser(user: ClineUser, wishes: ClineWishes): Promise<Backup> {
  const clock = { now: () => Date.now() };
  const toriiHome = join(user.root, 'torii');
  const plan = planConfiguration(cline, {
    detection: detectCline({ homeDir: user.home, variables: {}, platform: process.platform, toriiHome }),
    baseUrl: wishes.baseUrl,
    apiKey: wishes.apiKey,
    planModel: wishes.model,
    actModel: wishes.model,
    modelInfo: { contextWindow: 200_000, maxTokens: 8192, inputPrice: 3, outputPrice: 15 },
    clock,
  });
  return applyConfiguration(plan, { backupDir: join(user.root, 'backup'), clock });
}
