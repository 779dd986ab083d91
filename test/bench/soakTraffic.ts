/** What became of the requests of an interval. */
export interface Tally {
  answers: number;
  /** Failures that the client can read, in its dialect. */
  errors: number;
  aborts: number;
  /** Milliseconds of those that were not aborted. */
  readonly times: number[];
}

export function newTally(): Tally {
  return { answers: 0, errors: 0, aborts: 0, times: [] };
}

interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What a whole answer, and the end of a streamed one, hold. */
  readonly good: RegExp;
}

const MODELS = ['openai-steady', 'bedrock-steady', 'openai-steady', 'bedrock-steady', 'openai-shaky', 'bedrock-shaky'];

type Dialect = (turn: number, model: string, stream: boolean) => Call;

const chat: Dialect = (turn, model, stream) => ({
  path: '/v1/chat/completions',
  body: { model, stream, messages: [{ role: 'user', content: prompt(turn) }] },
  good: stream ? /data: \[DONE\]\s*$/ : /"finish_reason":"stop"/,
});

const DIALECTS: readonly Dialect[] = [
  chat,
  chat,
  (turn, model, stream) => ({
    path: '/v1/messages',
    body: { model, stream, max_tokens: 500, messages: [{ role: 'user', content: prompt(turn) }] },
    good: stream ? /event: message_stop/ : /"stop_reason":"end_turn"/,
  }),
  (turn, model, stream) => ({
    path: '/v1/responses',
    body: { model, stream, input: prompt(turn) },
    good: stream ? /event: response\.completed/ : /"status":"completed"/,
  }),
  (turn, model, stream) => ({
    path: '/v1/completions',
    body: { model, stream, prompt: prompt(turn) },
    good: stream ? /data: \[DONE\]\s*$/ : /"finish_reason":"stop"/,
  }),
  (turn) => ({
    path: '/v1/embeddings',
    body: { model: 'openai-embed', input: [prompt(turn)] },
    good: /"embedding":/,
  }),
];

function prompt(turn: number): string {
  return `turn ${turn} ${'some words of context '.repeat((turn % 50) * 10)}`;
}

export interface SoakClient {
  /** The turn's request, aborted now and then: before, during or after its answer. Never throws. */
  request(turn: number, tally: Tally): Promise<void>;
  /** Answers that were neither good nor typed errors. */
  readonly problems: readonly string[];
}

export function createSoakClient(baseUrl: string, key: string): SoakClient {
  const problems: string[] = [];
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  return {
    problems,
    request: async (turn, tally) => {
      const dialect = DIALECTS[turn % DIALECTS.length] ?? chat;
      const model = MODELS[Math.floor(turn / DIALECTS.length) % MODELS.length] ?? 'openai-steady';
      const { path, body, good } = dialect(turn, model, turn % 2 === 0);
      const abort = new AbortController();
      const abortAt = turn % 17 === 0 ? turn % 3 : undefined;
      const begun = performance.now();
      try {
        const sent = fetch(baseUrl + path, {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
          signal: abort.signal,
        });
        if (abortAt === 0) abort.abort();
        const response = await sent;
        if (abortAt === 1) abort.abort();
        const text = await response.text();
        if (abortAt === 2) abort.abort();
        if (response.status === 200 && good.test(text)) tally.answers += 1;
        else if (text.includes('"error"')) tally.errors += 1;
        else problems.push(`turn ${turn}, ${path}, ${model}: status ${response.status}, ${text.slice(-200)}`);
        tally.times.push(performance.now() - begun);
      } catch (error) {
        if (abort.signal.aborted) tally.aborts += 1;
        else problems.push(`turn ${turn}, ${path}, ${model}: ${String(error)}`);
      }
    },
  };
}
