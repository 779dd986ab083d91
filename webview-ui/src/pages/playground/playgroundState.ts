import { isRecord } from '../../transport/apiError.ts';

/** A message as OpenAI's chat has it; `content` may hold images. */
export interface PlaygroundMessage {
  readonly role: string;
  readonly content: unknown;
}

/** What stands in the playground, kept across hide and reload. */
export interface PlaygroundState {
  /** Model groups; one, or two to compare. '' is not chosen yet. */
  readonly models: readonly [string] | readonly [string, string];
  readonly system: string;
  /** A conversation that goes before the prompt; from a trace. */
  readonly earlier: readonly PlaygroundMessage[];
  readonly prompt: string;
  /** As they are typed; '' leaves the choice to the model. */
  readonly temperature: string;
  readonly maxTokens: string;
  readonly topP: string;
}

export const EMPTY_PLAYGROUND: PlaygroundState = {
  models: [''],
  system: '',
  earlier: [],
  prompt: '',
  temperature: '',
  maxTokens: '',
  topP: '',
};

/** A state that was kept, by whatever version. */
export function toPlaygroundState(value: unknown): PlaygroundState {
  if (!isRecord(value)) return EMPTY_PLAYGROUND;
  const text = (name: string): string => (typeof value[name] === 'string' ? value[name] : '');
  const [first = '', second] = Array.isArray(value['models'])
    ? value['models'].filter((name): name is string => typeof name === 'string')
    : [];
  return {
    models: second === undefined ? [first] : [first, second],
    system: text('system'),
    earlier: Array.isArray(value['earlier']) ? value['earlier'].filter(isMessage) : [],
    prompt: text('prompt'),
    temperature: text('temperature'),
    maxTokens: text('maxTokens'),
    topP: text('topP'),
  };
}

function isMessage(value: unknown): value is PlaygroundMessage {
  return isRecord(value) && typeof value['role'] === 'string' && 'content' in value;
}

/** A number that was typed; undefined for nothing and for what is none. */
function numberIn(text: string): number | undefined {
  const value = Number(text.trim());
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

/** The request as an example for others: what is not set is left out. Tools are off here. */
export function toExample(state: PlaygroundState, model: string): Readonly<Record<string, unknown>> {
  const { system, earlier, prompt } = state;
  const parameters = {
    temperature: numberIn(state.temperature),
    top_p: numberIn(state.topP),
    max_tokens: numberIn(state.maxTokens),
  };
  return {
    model,
    messages: [
      ...(system.trim() === '' ? [] : [{ role: 'system', content: system }]),
      ...earlier,
      ...(prompt.trim() === '' ? [] : [{ role: 'user', content: prompt }]),
    ],
    ...Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)),
  };
}

/** The same as it is sent: streamed, with the usage at its end. */
export function toBody(state: PlaygroundState, model: string): Readonly<Record<string, unknown>> {
  return { ...toExample(state, model), stream: true, stream_options: { include_usage: true } };
}

/** Whether there is something to send, and to whom. */
export function isReady({ models, earlier, prompt }: PlaygroundState): boolean {
  return models.every((name) => name !== '') && (prompt.trim() !== '' || earlier.length > 0);
}
