import { dirname } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { readRetention } from '../../../domain/promptStorage.ts';
import { SETTINGS_PATH, type Settings } from '../../../protocol/settings.ts';
import type { GatewayContext } from '../../context.ts';
import { allowedHosts } from '../../hostCheck.ts';

/** What the gateway runs on, without secrets. Admin only. */
export function registerSettingsView(server: FastifyInstance, context: GatewayContext): void {
  server.get(SETTINGS_PATH, { config: { dashboard: true } }, async (): Promise<Settings> => {
    const { current } = context.settings;
    const { rowsMs, bodiesMs } = readRetention(current.document);
    const { file } = await context.care.size();
    return {
      home: dirname(file),
      configFile: current.file ?? null,
      runsIn: context.identity.runsIn,
      runtime: `Node ${process.versions.node}`,
      prompts: { stored: current.storePrompts, maxAgeMs: bodiesMs ?? null },
      retention: { rowsMs: rowsMs ?? null },
      login: {
        masterKey: current.masterKey !== undefined,
        password: current.ui !== undefined,
        allowedHosts: [...allowedHosts(context)],
      },
      limits: { maxRequestBytes: current.maxRequestBytes },
    };
  });
}
