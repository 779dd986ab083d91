import { frames, type TestGateway } from './gateway.ts';

/** Where Cline sends its chats. */
export type ChatDoor = Pick<TestGateway, 'chat'>;

export interface ClineUsage {
  readonly prompt_tokens: number;
  readonly cache_read_input_tokens?: number;
  readonly cache_creation_input_tokens?: number;
}

interface Delta {
  readonly content?: string;
  readonly reasoning_content?: string;
  readonly tool_calls?: readonly {
    readonly index: number;
    readonly id?: string;
    readonly function: { readonly name?: string; readonly arguments?: string };
  }[];
}

interface Frame {
  readonly choices?: readonly { readonly delta?: Delta }[];
  readonly usage?: ClineUsage;
  readonly error?: unknown;
}

export interface ClineAnswer {
  readonly status: number;
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly { readonly id: string; readonly function: { readonly name: string } }[];
  readonly usage: ClineUsage | undefined;
}

const SYSTEM = `You are Cline, an AI coding agent. ${'Work in small steps and say what you do. '.repeat(120)}`;
const TOOLS = ['read_files', 'search_codebase', 'run_commands', 'editor'].map((name) => ({
  type: 'function',
  function: {
    name,
    description: 'Reads, searches, runs or edits something in the workspace. '.repeat(20),
    parameters: { type: 'object', properties: { path: { type: 'string' } }, additionalProperties: false },
  },
}));

/**
 * One task of Cline's SDK clients, as recorded: no cache marks, no ids, no thinking blocks; `reasoning_content` is
 * echoed, arguments come back re-serialised, and every request holds the whole history.
 */
export class ClineConversation {
  readonly #gateway: ChatDoor;
  readonly #model: string;
  readonly #messages: Record<string, unknown>[] = [{ role: 'system', content: SYSTEM }];
  readonly #extra: Readonly<Record<string, unknown>>;
  readonly #headers: Record<string, string> | undefined;

  constructor(
    gateway: ChatDoor,
    model: string,
    extra: Readonly<Record<string, unknown>> = { reasoning_effort: 'high' },
    headers?: Record<string, string>,
  ) {
    this.#gateway = gateway;
    this.#model = model;
    this.#extra = extra;
    this.#headers = headers;
  }

  /** The same history, at another gateway or with other parameters. */
  continuedAt(gateway: ChatDoor, extra = this.#extra, headers = this.#headers): ClineConversation {
    const copy = new ClineConversation(gateway, this.#model, extra, headers);
    copy.#messages.splice(0, 1, ...this.#messages);
    return copy;
  }

  async say(text: string): Promise<ClineAnswer> {
    this.#messages.push({ role: 'user', content: text });
    return await this.#send();
  }

  /** Answers every call of the last answer. */
  async giveResults(answer: ClineAnswer, text = 'done'): Promise<ClineAnswer> {
    for (const { id } of answer.toolCalls) {
      this.#messages.push({
        role: 'tool',
        tool_call_id: id,
        content: JSON.stringify([{ result: text, success: true }]),
      });
    }
    return await this.#send();
  }

  async #send(): Promise<ClineAnswer> {
    const response = await this.#gateway.chat(
      {
        model: this.#model,
        max_tokens: 32_000,
        messages: this.#messages,
        tools: TOOLS,
        tool_choice: 'auto',
        stream: true,
        stream_options: { include_usage: true },
        ...this.#extra,
      },
      this.#headers,
    );
    const data = (await frames(response)).filter((part) => part !== '[DONE]').map((part) => JSON.parse(part) as Frame);
    const answer = { ...toAnswer(data), status: response.status };
    this.#messages.push({
      role: 'assistant',
      content: answer.text,
      ...(answer.reasoning === '' ? {} : { reasoning_content: answer.reasoning }),
      ...(answer.toolCalls.length === 0 ? {} : { tool_calls: answer.toolCalls }),
    });
    return answer;
  }
}

function toAnswer(data: readonly Frame[]): Omit<ClineAnswer, 'status'> {
  const deltas = data.flatMap((frame) => frame.choices?.[0]?.delta ?? []);
  const calls = new Map<number, { id: string; type: string; function: { name: string; arguments: string } }>();
  for (const call of deltas.flatMap((delta) => delta.tool_calls ?? [])) {
    const known = calls.get(call.index) ?? { id: '', type: 'function', function: { name: '', arguments: '' } };
    calls.set(call.index, {
      ...known,
      id: call.id ?? known.id,
      function: {
        name: call.function.name ?? known.function.name,
        arguments: known.function.arguments + (call.function.arguments ?? ''),
      },
    });
  }
  return {
    text: deltas.map((delta) => delta.content ?? '').join(''),
    reasoning: deltas.map((delta) => delta.reasoning_content ?? '').join(''),
    toolCalls: [...calls.values()].map((call) => ({
      ...call,
      function: {
        name: call.function.name,
        arguments: JSON.stringify(JSON.parse(call.function.arguments || '{}'), null, 1),
      },
    })),
    usage: data.findLast((frame) => frame.usage !== undefined)?.usage,
  };
}
