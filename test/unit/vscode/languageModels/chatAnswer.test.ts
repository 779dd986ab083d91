import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatAnswer } from '../../../../src/vscode/languageModels/chatAnswer.ts';
import { ModelRequestError } from '../../../../src/vscode/languageModels/modelRequestError.ts';
import type { AnswerPart } from '../../../../src/vscode/languageModels/promptParts.ts';

function chunk(delta: object, finish: string | null = null): string {
  return JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] });
}

function read(...data: readonly string[]): readonly AnswerPart[] {
  const answer = new ChatAnswer();
  const parts = data.flatMap((line) => answer.read(line));
  answer.end();
  return parts;
}

const call = (index: number, values: object): object => ({ tool_calls: [{ index, ...values }] });

describe('a streamed answer', () => {
  it('gives text and thinking at once', () => {
    expect(new ChatAnswer().read(chunk({ reasoning_content: 'Hm', content: 'Hello' }))).toEqual([
      { type: 'thinking', text: 'Hm' },
      { type: 'text', text: 'Hello' },
    ]);
  });

  it('gives tool calls when they are whole, however they were cut and mixed', () => {
    const inputs = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(inputs, fc.integer({ min: 1, max: 9 }), (given, size) => {
        const wanted = given.map((input) => JSON.parse(JSON.stringify(input)) as object);
        const starts = wanted.map((_, index) =>
          chunk(call(index, { id: `c${index}`, function: { name: `t${index}` } })),
        );
        const texts = wanted.map((input) => JSON.stringify(input));
        const pieces: string[] = [];
        for (let at = 0; texts.some((text) => at < text.length); at += size) {
          for (const [index, text] of texts.entries()) {
            pieces.push(chunk(call(index, { function: { arguments: text.slice(at, at + size) } })));
          }
        }
        const parts = read(...starts, ...pieces, chunk({}, 'tool_calls'), '[DONE]');
        expect(parts).toEqual(
          wanted.map((input, index) => ({ type: 'tool-call', id: `c${index}`, name: `t${index}`, input })),
        );
      }),
    );
  });

  it('takes a call without arguments for one with none', () => {
    const parts = read(chunk(call(0, { id: 'c', function: { name: 't', arguments: '' } })), chunk({}, 'tool_calls'));
    expect(parts).toEqual([{ type: 'tool-call', id: 'c', name: 't', input: {} }]);
  });

  it('does not mind usage, comments of others and the end mark', () => {
    expect(
      read('{"choices":[],"usage":{"prompt_tokens":1}}', '{}', chunk({ content: 'x' }, 'stop'), '[DONE]'),
    ).toHaveLength(1);
  });
});

describe('an answer that fails', () => {
  it('says what the gateway said', () => {
    const failing = (): unknown =>
      read('{"error":{"message":"The provider is overloaded.","type":"throttling_error"}}');
    expect(failing).toThrow('The provider is overloaded.');
  });

  it('is told from one that is complete', () => {
    expect(() => read(chunk({ content: 'Half an' }))).toThrow('The connection ended before the answer was complete.');
  });

  it('does not hand broken arguments to a tool', () => {
    const broken = chunk(call(0, { id: 'c', function: { name: 'read', arguments: '{"path":' } }));
    expect(() => read(broken, chunk({}, 'tool_calls'))).toThrow("arguments for the tool 'read'");
  });

  it('names a filter as such', () => {
    expect(() => read(chunk({}, 'content_filter'))).toThrow(expect.objectContaining({ code: 'Blocked' }));
  });
});

describe('a refusal', () => {
  const refused = (status: number, type: string, message = 'No.'): ModelRequestError =>
    ModelRequestError.refused(status, { error: { message, type, param: null, code: String(status) } });

  it.each([
    [401, 'auth_error', 'NoPermissions'],
    [403, 'key_model_access_denied', 'NoPermissions'],
    [429, 'budget_exceeded', 'Blocked'],
    [429, 'throttling_error', 'Unknown'],
    [404, 'not_found_error', 'NotFound'],
  ])('with status %i and type %s is %s', (status, type, code) => {
    expect(refused(status, type)).toMatchObject({ code, message: 'No.' });
  });

  it('of an unknown model is NotFound, although its status is 400', () => {
    expect(refused(400, 'invalid_request_error', 'Invalid model name passed in model=x.').code).toBe('NotFound');
  });

  it('of a key that is gone says so, and a page that is no JSON has words, too', () => {
    expect(refused(401, 'token_not_found_in_db').unknownKey).toBe(true);
    expect(ModelRequestError.refused(502, undefined).message).toBe('The gateway answered with status 502.');
  });
});
