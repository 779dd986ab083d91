/** What the gateway runs on, for people to read. Nothing here is a secret. Durations ms. */
import { z } from 'zod';

export const SETTINGS_PATH = '/torii/settings';

export const settingsSchema = z.object({
  /** Folder of the ledger, its backups and the home key. */
  home: z.string(),
  configFile: z.string().nullable(),
  runsIn: z.enum(['window', 'detached', 'terminal']),
  /** Of Node. */
  runtime: z.string(),
  prompts: z.object({
    stored: z.boolean(),
    /** How long stored ones are kept; null is for ever. */
    maxAgeMs: z.number().nullable(),
  }),
  retention: z.object({
    /** How long rows of the ledger are kept; null is for ever. */
    rowsMs: z.number().nullable(),
  }),
  login: z.object({
    /** Whether the config or the environment has a master key beside the home's. */
    masterKey: z.boolean(),
    /** Whether `UI_USERNAME` and `UI_PASSWORD` are set. */
    password: z.boolean(),
    /** Names beside loopback under which the gateway answers. */
    allowedHosts: z.array(z.string()),
  }),
  limits: z.object({ maxRequestBytes: z.number() }),
});
export type Settings = z.infer<typeof settingsSchema>;
