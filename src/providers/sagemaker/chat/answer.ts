import type { ChatEvent } from '../../../domain/chat.ts';
import { isObject } from '../../../domain/json.ts';
import { toChunkChoices } from '../../openai/completion.ts';
import { createStreamObserver } from '../../openai/streamObserver.ts';
import { type AnswerReader, type StreamReader, unreadableAnswer } from '../call.ts';
import { containerFault } from '../failure.ts';

/** Chat completions of a container that speaks OpenAI's dialect (TGI's Messages API, vLLM, DJL). */
export const CHAT_READER: AnswerReader = { readWhole, openStream };

function readWhole(answer: unknown): readonly ChatEvent[] {
  const fault = containerFault(answer, 'sagemaker_chat');
  if (fault !== undefined) throw fault;
  if (!isObject(answer) || !Array.isArray(answer['choices'])) {
    throw unreadableAnswer(
      'The answer is no chat completion. For a container that only continues texts use sagemaker/<endpoint>.',
    );
  }
  const observer = createStreamObserver();
  return [...observer.observe({ ...answer, choices: toChunkChoices(answer['choices']) }), ...observer.finish()];
}

function openStream(): StreamReader {
  const observer = createStreamObserver();
  return {
    get ended() {
      return observer.ended;
    },
    read: (line) => {
      const fault = containerFault(line, 'sagemaker_chat');
      if (fault !== undefined) throw fault;
      if (!isObject(line)) throw unreadableAnswer('The stream holds something that is no chunk of a chat completion.');
      return observer.observe(line);
    },
    finish: () => (observer.ended ? [] : undefined),
  };
}
