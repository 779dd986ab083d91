/** The batch API as Langfuse checks it: each event by itself. Source: the reference on traces, 1.3. */
import { z } from 'zod';
import { type LangfuseStore, totalCostOf } from './langfuseStore.ts';

const time = z.iso.datetime({ offset: true });
const text = z.string().nullish();
const id = z
  .string()
  .min(1)
  .max(800)
  .refine((value) => !value.includes('\r'), 'no carriage return');
const environment = z
  .string()
  .regex(/^(?!langfuse)[a-z0-9_-]{1,40}$/)
  .optional();
const metadata = z.record(z.string(), z.unknown()).nullish();

const traceBody = z.strictObject({
  id: z.string().min(1),
  timestamp: time.optional(),
  name: z.string().max(1000).nullish(),
  userId: text,
  sessionId: z.string().max(200).nullish(),
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  metadata,
  tags: z.array(z.string()).nullish(),
  release: text,
  version: text,
  public: z.boolean().nullish(),
  environment,
});

const observationShape = {
  id,
  traceId: text,
  parentObservationId: text,
  name: text,
  startTime: time,
  endTime: time.nullish(),
  level: z.enum(['DEBUG', 'DEFAULT', 'WARNING', 'ERROR']).nullish(),
  statusMessage: text,
  version: text,
  metadata,
  environment,
  input: z.unknown().optional(),
  output: z.unknown().optional(),
};

const spanBody = z.strictObject(observationShape);

const parameter = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.string(), z.string())]);
const generationBody = z.strictObject({
  ...observationShape,
  completionStartTime: time.nullish(),
  model: text,
  modelParameters: z.record(z.string(), parameter.nullable()).nullish(),
  usage: z
    .strictObject({
      input: z.number().int().nullish(),
      output: z.number().int().nullish(),
      total: z.number().int().nullish(),
      unit: z.enum(['TOKENS', 'CHARACTERS', 'SECONDS', 'REQUESTS']).nullish(),
      totalCost: z.number().nullish(),
    })
    .nullish(),
  usageDetails: z.record(z.string(), z.number().int().nonnegative()).nullish(),
  costDetails: z.record(z.string(), z.number().nonnegative()).nullish(),
  promptName: text,
  promptVersion: z.number().int().nullish(),
});

const scoreBody = z.strictObject({
  id: z.string().optional(),
  name: z.string().min(1),
  value: z.union([z.number(), z.string()]),
  dataType: z.enum(['NUMERIC', 'BOOLEAN', 'CATEGORICAL', 'TEXT']).optional(),
  traceId: z.string().optional(),
  sessionId: z.string().optional(),
  comment: text,
  metadata,
  environment,
});

const envelope = z.object({ id: z.string(), timestamp: time, type: z.string(), body: z.unknown() });

export interface BatchAnswer {
  readonly status: number;
  readonly body: unknown;
}

type Outcome = { readonly id: string; readonly status: number; readonly message?: string; readonly error?: string };

/** A batch: 207 with what became of each event; 400 for what is no batch. */
export function takeBatch(body: unknown, store: LangfuseStore, seen: Set<string>): BatchAnswer {
  const batch = z.object({ batch: z.array(z.unknown()), metadata: z.unknown().optional() }).safeParse(body);
  if (!batch.success) return { status: 400, body: { message: 'Invalid request data', error: batch.error.issues } };
  const outcomes = batch.data.batch.map((event) => takeEvent(event, store, seen));
  return {
    status: 207,
    body: {
      successes: outcomes.filter(({ status }) => status < 300).map(({ id, status }) => ({ id, status })),
      errors: outcomes.filter(({ status }) => status >= 300),
    },
  };
}

function takeEvent(value: unknown, store: LangfuseStore, seen: Set<string>): Outcome {
  const event = envelope.safeParse(value);
  if (!event.success) return { id: '', status: 400, message: 'Invalid request data', error: event.error.message };
  const { id, type, body } = event.data;
  const take = TAKERS[type];
  if (take === undefined) return { id, status: 400, message: 'Invalid request data', error: `type ${type}` };
  if (seen.has(id)) return { id, status: 201 };
  try {
    take(body, store);
    seen.add(id);
    return { id, status: 201 };
  } catch (thrown) {
    return { id, status: 400, message: 'Invalid request data', error: String(thrown) };
  }
}

const TAKERS: Readonly<Record<string, (body: unknown, store: LangfuseStore) => void>> = {
  'trace-create': (body, store) => {
    const { tags, public: isPublic, metadata: own, environment: named, ...trace } = traceBody.parse(body);
    store.putTrace({
      ...trace,
      ...(tags ? { tags } : {}),
      ...(own ? { metadata: own } : {}),
      ...(typeof isPublic === 'boolean' ? { public: isPublic } : {}),
      ...(named === undefined ? {} : { environment: named }),
    });
  },
  'generation-create': (body, store) => {
    const given = generationBody.parse(body);
    store.putObservation(toObservation('GENERATION', given, store));
  },
  'span-create': (body, store) => {
    const given = spanBody.parse(body);
    store.putObservation(toObservation('SPAN', given, store));
  },
  'score-create': (body, store) => {
    const score = takeScore(body);
    store.scores.set(score.id, score);
  },
};

/** A score of the batch API or of `POST /scores`. Throws where Langfuse refuses it. */
export function takeScore(body: unknown) {
  const { id: given, dataType, comment, traceId, sessionId, name, value } = scoreBody.parse(body);
  const type = dataType ?? (typeof value === 'number' ? 'NUMERIC' : 'CATEGORICAL');
  if ((type === 'NUMERIC' || type === 'BOOLEAN') !== (typeof value === 'number')) throw new Error(`${type}: ${value}`);
  if (type === 'BOOLEAN' && value !== 0 && value !== 1) throw new Error('a BOOLEAN is 0 or 1');
  if (type === 'TEXT' && (String(value).length < 1 || String(value).length > 500)) throw new Error('TEXT: 1 to 500');
  if ((traceId === undefined) === (sessionId === undefined)) throw new Error('a trace or a session');
  return {
    id: given ?? `score-${name}`,
    name,
    value,
    dataType: type,
    traceId,
    sessionId,
    comment: comment ?? undefined,
  };
}

type Given = z.infer<typeof spanBody> & Partial<z.infer<typeof generationBody>>;

function toObservation(type: string, given: Given, store: LangfuseStore) {
  const cost = given.costDetails ?? undefined;
  const { promptName: name, promptVersion: version } = given;
  if ((name === undefined || name === null) !== (version === undefined || version === null)) {
    store.lost.push(`the prompt link of ${given.id}`);
  }
  return {
    id: given.id,
    traceId: given.traceId ?? given.id,
    parentObservationId: given.parentObservationId ?? null,
    type,
    name: given.name ?? null,
    startTime: Date.parse(given.startTime),
    endTime: given.endTime ? Date.parse(given.endTime) : null,
    completionStartTime: given.completionStartTime ? Date.parse(given.completionStartTime) : null,
    model: given.model ?? null,
    modelParameters: given.modelParameters ?? {},
    input: given.input,
    output: given.output,
    usageDetails: given.usageDetails ?? {},
    costDetails: cost,
    totalCost: totalCostOf(cost),
    level: given.level ?? 'DEFAULT',
    statusMessage: given.statusMessage ?? null,
    prompt: name && typeof version === 'number' ? { name, version } : null,
    metadata: given.metadata ?? {},
    environment: given.environment ?? 'default',
    own: {},
  };
}
