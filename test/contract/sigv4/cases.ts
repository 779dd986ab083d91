import { z } from 'zod';
import { signRequest } from '../../../src/providers/aws/requestSigner.ts';
import requests from './golden/requests.json' with { type: 'json' };

const caseSchema = z.object({
  name: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  scope: z.object({ service: z.string(), region: z.string() }),
  credentials: z.object({
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string().exactOptional(),
  }),
  date: z.iso.datetime(),
});

/** Requests to MLflow on SageMaker, to its control plane and to S3, of which botocore's signatures are known. */
export const SIGNED_REQUESTS = z.array(caseSchema).parse(requests);

/** The headers that Torii signs with. */
export function signAsTorii({ method, url, headers, body, scope, credentials, date }: z.infer<typeof caseSchema>) {
  return signRequest({ method, url, headers, body }, scope, credentials, new Date(date));
}
