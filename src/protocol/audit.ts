/** The audit under `/torii/`: who changed what, when, from where. No secrets. */
import { z } from 'zod';

export const AUDIT_PATH = '/torii/audit';

export const auditEntrySchema = z.object({
  id: z.string(),
  /** Epoch ms. */
  at: z.number().int(),
  action: z.string(),
  objectKind: z.string(),
  objectId: z.string(),
  actor: z.string(),
  /** Hash of the key that was used. */
  actorToken: z.string().nullable(),
  onBehalfOf: z.string().nullable(),
  ipAddress: z.string().nullable(),
  route: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

/** Query: `limit` (1-200, 50), `offset`, `action`, `objectKind`, `objectId`, `actor`, `from`, `to`. */
export const auditListSchema = z.object({ entries: z.array(auditEntrySchema), total: z.number().int() });
export type AuditList = z.infer<typeof auditListSchema>;
