import { describe, expect, it } from 'vitest';
import { estimatePrompt } from '../../../../src/gateway/dialects/anthropic/estimatePrompt.ts';
import { parsePrompt } from '../../../../src/gateway/dialects/anthropic/parseMessages.ts';

function count(body: Record<string, unknown>): number {
  return estimatePrompt(
    parsePrompt({ model: 'm', messages: [{ role: 'user', content: '' }], ...body }, () => undefined),
  );
}

function countOf(...content: unknown[]): number {
  return count({ messages: [{ role: 'user', content }] });
}

const text = (length: number) => ({ type: 'text', text: 'a'.repeat(length) });
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(400_000) } };
const pdf = (bytes: number) => ({
  type: 'document',
  source: { type: 'base64', media_type: 'application/pdf', data: Buffer.alloc(bytes).toString('base64') },
});

describe('the count of a prompt', () => {
  it('takes four Latin characters or one wide one for a token', () => {
    expect(countOf(text(400)) - countOf(text(0))).toBe(100);
    expect(countOf({ type: 'text', text: '日本語' }) - countOf(text(0))).toBe(3);
  });

  it('takes an image for what the largest one costs, however many bytes it has', () => {
    expect(countOf(image) - countOf()).toBe(1600);
    expect(countOf({ type: 'tool_result', tool_use_id: 'a', content: [image] })).toBeGreaterThan(1600);
  });

  it('takes a document by its text, or else by its size', () => {
    const plain = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'a'.repeat(400) } };
    expect(countOf(plain) - countOf()).toBe(100);
    expect(countOf(pdf(1000)) - countOf()).toBe(3000);
    expect(countOf(pdf(600_000)) - countOf()).toBe(30_000);
  });

  it('counts the system text, the tools, the calls and the thinking', () => {
    const empty = count({});
    expect(count({ system: 'a'.repeat(400) })).toBe(empty + 100);
    const schema = { type: 'object', properties: { path: { type: 'string', description: 'a'.repeat(400) } } };
    expect(count({ tools: [{ name: 'read', input_schema: schema }] })).toBeGreaterThan(empty + 100);
    const call = { type: 'tool_use', id: 'a', name: 'write', input: { text: 'a'.repeat(400) } };
    const thinking = { type: 'thinking', thinking: 'a'.repeat(400), signature: 's' };
    const turns = [
      { role: 'user', content: '' },
      { role: 'assistant', content: [thinking, call] },
    ];
    expect(count({ messages: turns })).toBeGreaterThan(empty + 200);
  });
});
