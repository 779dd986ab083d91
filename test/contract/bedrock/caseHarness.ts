import type { ConverseResponse, ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { expect, it } from 'vitest';
import type { ModelCapabilities } from '../../../src/domain/capabilities.ts';
import type { ChatEvent } from '../../../src/domain/chat.ts';
import { AnswerCollector } from '../../../src/domain/chatAnswer.ts';
import type { GatewayError } from '../../../src/domain/errors.ts';
import { openAiChat } from '../../../src/gateway/dialects/openai/openAiChat.ts';
import { parseChat } from '../../../src/gateway/dialects/openai/parseChat.ts';
import type { AnswerTraits } from '../../../src/providers/bedrock/answer/answerTraits.ts';
import { finishStream, reduceStream, STREAM_START } from '../../../src/providers/bedrock/answer/streamReducer.ts';
import { toChatEvents } from '../../../src/providers/bedrock/answer/wholeAnswer.ts';
import { toProviderError } from '../../../src/providers/bedrock/failure/providerError.ts';
import { toModelTraits } from '../../../src/providers/bedrock/modelTraits.ts';
import { toConverseRequest } from '../../../src/providers/bedrock/request/converseRequest.ts';
import { withDefaults } from '../../../src/providers/bedrock/request/defaults.ts';
import { withGuardedText } from '../../../src/providers/bedrock/request/guardedText.ts';
import { createToolNames } from '../../../src/providers/bedrock/request/toolNames.ts';
import { cardOf, SONNET_37, toDeployment } from '../../simulators/bedrock/fixtures.ts';
import { simulatedModel } from '../../simulators/bedrock/models.ts';
import { checkRequest } from '../../simulators/bedrock/rules/checkRequest.ts';
import { toWireRequest, type WireMessage, type WireRequest } from '../../simulators/bedrock/wire.ts';

export const OPUS_46 = 'us.anthropic.claude-opus-4-6-v1';
export const OPUS_47 = 'global.anthropic.claude-opus-4-7-v1:0';
export const LLAMA = 'us.meta.llama3-3-70b-instruct-v1:0';

type Body = Readonly<Record<string, unknown>>;

export interface CaseOptions {
  readonly model?: string;
  readonly dropParams?: boolean;
  readonly capabilities?: Partial<ModelCapabilities>;
  /** `litellm_params` beyond the connection. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/** What a case says and gets, step by step; it becomes the case's golden file. */
export class CaseRecord {
  readonly steps: unknown[] = [];

  /** An OpenAI body as Bedrock gets it. The strict simulator has to accept it. */
  send(body: Body, options: CaseOptions = {}): WireRequest {
    const wire = translate(body, options);
    this.steps.push({ openai: body, ...options, bedrock: wire });
    expect(checkRequest(wire, simulatedModel(options.model ?? SONNET_37))).toBeUndefined();
    return wire;
  }

  /** The messages of a body with nothing else in it. */
  messages(messages: readonly unknown[], options: CaseOptions = {}): readonly WireMessage[] {
    return this.send({ messages }, options).messages ?? [];
  }

  /** The gateway's own refusal of an OpenAI body. */
  refuse(body: Body, options: CaseOptions = {}): GatewayError {
    try {
      translate(body, options);
    } catch (error) {
      const refusal = error as GatewayError;
      this.steps.push({ openai: body, ...options, status: refusal.status, body: openAiChat.renderError(refusal) });
      return refusal;
    }
    throw new Error('The body should have been refused.');
  }

  /** A Converse answer as the client gets it. */
  answer(response: unknown, traits: Partial<AnswerTraits> = {}): Answer {
    const collector = new AnswerCollector();
    for (const event of toChatEvents(response as ConverseResponse, { ...PLAIN, ...traits })) collector.add(event);
    const answer = openAiChat.renderAnswer(collector.answer, FRAME) as Answer;
    this.steps.push({ bedrock: response, openai: answer });
    return answer;
  }

  /** Events of ConverseStream as the client's chunks, without `[DONE]`. */
  stream(events: readonly unknown[], traits: Partial<AnswerTraits> = {}): readonly Chunk[] {
    const renderer = openAiChat.openStream(FRAME);
    const frames = readStream(events as readonly ConverseStreamOutput[], { ...PLAIN, ...traits })
      .map((event) => renderer.render(event))
      .concat(renderer.done());
    const chunks = frames
      .flatMap((text) => text.split('\n\n'))
      .filter((frame) => frame !== '' && frame !== 'data: [DONE]')
      .map((frame) => JSON.parse(frame.slice('data: '.length)) as Chunk);
    this.steps.push({ bedrock: events, openai: chunks });
    return chunks;
  }

  /** A failure of the SDK as the client's error. */
  fail(thrown: Readonly<Record<string, unknown>>): ClientError {
    const error = toProviderError(Object.assign(new Error(String(thrown['message'])), thrown), {
      signal: new AbortController().signal,
      source: { kind: 'chain' } as never,
    });
    const client = { status: error.status, ...(openAiChat.renderError(error) as Omit<ClientError, 'status'>) };
    this.steps.push({ bedrock: thrown, openai: client });
    return client;
  }
}

export interface ClientError {
  readonly status: number;
  readonly error: { readonly message: string; readonly type: string; readonly code: string };
}

export interface Answer {
  readonly id: string;
  readonly choices: readonly { readonly index: number; readonly finish_reason: string; readonly message: Body }[];
  readonly usage?: Body;
  readonly service_tier?: string;
  readonly trace?: unknown;
}

export interface Chunk {
  readonly id: string;
  readonly choices: readonly { readonly index: number; readonly delta: Body; readonly finish_reason: string | null }[];
  readonly usage?: Body;
  readonly service_tier?: string;
  readonly provider_specific_fields?: Body;
}

const FRAME = { id: 'chatcmpl-1', model: 'sonnet', created: 1_700_000_000, includeUsage: true };
const PLAIN: AnswerTraits = { toolNames: createToolNames([]), jsonTool: undefined };

/** One numbered case of the reference page. Its golden file holds what went in and what came out. */
export function bedrockCase(number: number, title: string, run: (record: CaseRecord) => void | Promise<void>): void {
  it(`case ${number}: ${title}`, async () => {
    const record = new CaseRecord();
    await run(record);
    if (record.steps.length === 0) return;
    await expect(`${JSON.stringify(record.steps, null, 2)}\n`).toMatchFileSnapshot(`golden/cases/${number}.json`);
  });
}

function translate(body: Body, options: CaseOptions): WireRequest {
  const model = options.model ?? SONNET_37;
  const request = parseChat({ model: 'sonnet', messages: [{ role: 'user', content: 'Hi' }], ...body });
  const asked = withGuardedText(withDefaults(request, toDeployment(model, { defaults: options.defaults ?? {} })));
  const prepared = toConverseRequest(asked, {
    card: cardOf(model, options.capabilities),
    model: toModelTraits(model),
    dropParams: options.dropParams ?? false,
  });
  return toWireRequest(prepared.input);
}

function readStream(stream: readonly ConverseStreamOutput[], traits: AnswerTraits): readonly ChatEvent[] {
  let state = STREAM_START;
  const events = stream.flatMap((event) => {
    const step = reduceStream(state, event, traits);
    state = step.state;
    return step.events;
  });
  const end = finishStream(state);
  return end === undefined ? events : [...events, end];
}
