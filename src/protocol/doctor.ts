import { z } from 'zod';

/** What Doctor found of a running gateway, and what a terminal or an editor joins to it. */
export const DOCTOR_PATH = '/torii/doctor';

export const checkStatusSchema = z.enum(['ok', 'warning', 'failure', 'skipped']);

/** Body of `POST /torii/doctor`; all of it may be left out. */
export const doctorRequestSchema = z.strictObject({
  language: z.enum(['en', 'ja']).default('en'),
  /** Ask each deployment for one token. It costs money: the check `model-access` says how much when it is not set. */
  model_calls: z.boolean().default(false),
  /** Ids of the checks to run; all where it is left out. */
  checks: z.array(z.string().max(100)).max(100).optional(),
});

export const doctorCheckSchema = z.object({
  id: z.string(),
  group: z.string(),
  /** What was looked at where a check looks at several things: a model group, a destination, an agent. */
  subject: z.string().optional(),
  status: checkStatusSchema,
  /** Which part of the way it is about, e.g. `Torii → AWS STS`. */
  hop: z.string(),
  summary: z.string(),
  /** What it means, and the words of whoever refused. */
  detail: z.string().optional(),
  fix: z.string().optional(),
  duration_ms: z.number().int(),
});

export type DoctorCheck = z.infer<typeof doctorCheckSchema>;

/** A check that looks at several things has an entry for each. No entry holds a secret. */
export const doctorReportSchema = z.object({ checks: z.array(doctorCheckSchema) });
export type DoctorReport = z.infer<typeof doctorReportSchema>;
