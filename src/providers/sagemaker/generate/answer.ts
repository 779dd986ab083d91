import type { ChatEvent } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { type AnswerReader, type StreamReader, unreadableAnswer } from '../call.ts';
import { containerFault } from '../failure.ts';
import { toEnd, toUsageEvents } from './details.ts';

type Json = Readonly<Record<string, unknown>>;

/** A generated text: `[{generated_text}]` of TGI, `{generated_text}` of DJL, `{generation}` of JumpStart's Llama. */
export function generateReader(prompt: string, echoes: boolean): AnswerReader {
  return {
    readWhole: (answer) => readWhole(answer, (text) => (echoes ? withoutPrompt(text, prompt) : text)),
    openStream: () => openStream(),
  };
}

function readWhole(answer: unknown, clean: (text: string) => string): readonly ChatEvent[] {
  const first: unknown = Array.isArray(answer) ? answer.flat()[0] : answer;
  const fault = containerFault(first, 'sagemaker');
  if (fault !== undefined) throw fault;
  const text = isObject(first) ? textOf(first) : undefined;
  if (!isObject(first) || text === undefined) {
    throw unreadableAnswer(
      'The answer holds no generated_text. For a container that speaks OpenAI’s dialect use sagemaker_chat/<endpoint>.',
    );
  }
  const details = first['details'];
  return [{ type: 'start' }, ...textEvents(clean(text)), ...toUsageEvents(details), toEnd(details)];
}

/** Chat models of JumpStart put a message into `generation`. */
function textOf({ generation, generated_text: text }: Json): string | undefined {
  if (typeof generation === 'string') return generation;
  if (isObject(generation) && typeof generation['content'] === 'string') return generation['content'];
  return typeof text === 'string' ? text : undefined;
}

/** Some containers give the prompt back before the answer. */
function withoutPrompt(text: string, prompt: string): string {
  return text.startsWith(prompt) ? text.slice(prompt.length) : text;
}

/**
 * Lines of TGI (and of DJL, which leaves fields out). TGI names `generated_text` in every line and fills it in the last,
 * so that an answer without one was cut short; a container that never names it ends with its stream.
 */
function openStream(): StreamReader {
  let started = false;
  let ended = false;
  let announcesEnd = false;

  function start(): ChatEvent[] {
    if (started) return [];
    started = true;
    return [{ type: 'start' }];
  }

  function read(line: unknown): readonly ChatEvent[] {
    const fault = containerFault(line, 'sagemaker');
    if (fault !== undefined) throw fault;
    if (!isObject(line)) throw unreadableAnswer('The stream holds something that is no token.');
    announcesEnd ||= 'generated_text' in line;
    const events = [...start(), ...tokenEvents(line)];
    if (ended || !isLast(line)) return events;
    ended = true;
    return [...events, ...toUsageEvents(line['details']), toEnd(line['details'])];
  }

  return {
    get ended() {
      return ended;
    },
    read,
    finish: () => {
      if (ended) return [];
      if (!started || announcesEnd) return undefined;
      ended = true;
      return [toEnd(undefined)];
    },
  };
}

function isLast(line: Json): boolean {
  const token = line['token'];
  return (
    typeof line['generated_text'] === 'string' ||
    isObject(line['details']) ||
    (isObject(token) && token['text'] === END_OF_TEXT)
  );
}

const END_OF_TEXT = '<|endoftext|>';

/** The model's own marks (`</s>`, `<|eot_id|>`) are no part of the answer. */
function tokenEvents({ token, outputs }: Json): readonly ChatEvent[] {
  if (Array.isArray(outputs)) return textEvents(outputs.filter((text) => typeof text === 'string').join(''));
  if (!isObject(token) || token['special'] === true || typeof token['text'] !== 'string') return [];
  return token['text'] === END_OF_TEXT ? [] : textEvents(token['text']);
}

function textEvents(text: string): readonly ChatEvent[] {
  return text === '' ? [] : [{ type: 'text-delta', text }];
}
