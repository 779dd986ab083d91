import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { MlflowError } from './mlflowError.ts';

const assessmentBody = z.strictObject({
  assessment: z.strictObject({
    assessment_name: z.string().min(1),
    trace_id: z.string(),
    source: z.strictObject({ source_type: z.enum(['HUMAN', 'LLM_JUDGE', 'CODE']), source_id: z.string() }),
    create_time: z.iso.datetime(),
    last_update_time: z.iso.datetime(),
    feedback: z.strictObject({ value: z.union([z.number(), z.boolean(), z.string()]) }),
    rationale: z.string().optional(),
    metadata: z.record(z.string(), z.string()),
  }),
});

type Assessment = z.infer<typeof assessmentBody>['assessment'] & { readonly assessment_id: string };

const TRACE = /^\/api\/3\.0\/mlflow\/traces\/(tr-[0-9a-f]{32})(?:\/assessments(?:\/([^/]+))?)?$/;

/** What was said of traces: the part of MLflow's API 3.0 that keeps it. */
export class AssessmentApi {
  /** By trace. */
  readonly assessments = new Map<string, Assessment[]>();
  readonly #has: (traceId: string) => boolean;

  /** `has` tells whether a trace (32 hex digits) is stored. */
  constructor(has: (traceId: string) => boolean) {
    this.#has = has;
  }

  /** The answer's body; undefined where the path is none of its own. */
  serve(method: string, path: string, body: Buffer): unknown {
    const [, id, assessmentId] = TRACE.exec(path) ?? [];
    if (id === undefined) return undefined;
    if (!this.#has(id.slice(3)))
      throw new MlflowError(404, 'RESOURCE_DOES_NOT_EXIST', `Trace with ID '${id}' not found.`);
    const own = this.assessments.get(id) ?? [];
    if (method === 'POST') return { assessment: this.#add(id, own, body) };
    if (method === 'DELETE') {
      this.assessments.set(
        id,
        own.filter((each) => each.assessment_id !== assessmentId),
      );
      return {};
    }
    return { trace: { trace_info: { trace_id: id, ...(own.length === 0 ? {} : { assessments: own }) } } };
  }

  #add(id: string, own: readonly Assessment[], body: Buffer): Assessment {
    const { assessment } = assessmentBody.parse(JSON.parse(body.toString()));
    const added = { ...assessment, assessment_id: `a-${randomUUID().replaceAll('-', '')}` };
    this.assessments.set(id, [...own, added]);
    return added;
  }
}
