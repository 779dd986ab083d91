import { z } from 'zod';

export const MLFLOW_PATH = '/torii/mlflow';
export const MLFLOW_START_PATH = `${MLFLOW_PATH}/start`;
export const MLFLOW_STOP_PATH = `${MLFLOW_PATH}/stop`;
export const MLFLOW_LINK_PATH = `${MLFLOW_PATH}/link`;

/** The MLflow tracking server of the config. */
export const mlflowServerSchema = z.object({
  /** `plain` is one that somebody runs; the others are SageMaker's. */
  kind: z.enum(['plain', 'tracking-server', 'app']),
  address: z.string(),
  name: z.string().nullable(),
  arn: z.string().nullable(),
  region: z.string().nullable(),
  /** SageMaker's word, e.g. `Created`, `Stopped`, `Starting`. */
  status: z.string().nullable(),
  active: z.boolean(),
  version: z.string().nullable(),
  size: z.string().nullable(),
  artifact_store: z.string().nullable(),
  experiments: z.array(z.string()),
  stoppable: z.boolean(),
});
export type MlflowServer = z.infer<typeof mlflowServerSchema>;

export const mlflowLinkSchema = z.object({
  url: z.url({ protocol: /^https?$/ }),
  /** Seconds until it must have been used; null for an address that stays. */
  expires_in: z.number().nullable(),
  single_use: z.boolean(),
});
export type MlflowLinkBody = z.infer<typeof mlflowLinkSchema>;
