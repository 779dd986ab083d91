import { describe, expect, it } from 'vitest';
import { SONNET_45 } from '../../../simulators/bedrock/fixtures.ts';
import { prepare } from './prepare.ts';

const text = (value: string) => ({ type: 'text' as const, text: value });

describe('system', () => {
  it('case 1 and 2: texts in order, apart from the messages', () => {
    const input = prepare({ system: [text('You are a helpful assistant.'), text('Be brief.')] });
    expect(input.system).toEqual([{ text: 'You are a helpful assistant.' }, { text: 'Be brief.' }]);
    expect(input.messages).toEqual([{ role: 'user', content: [{ text: 'Hello' }] }]);
  });

  it('case 3 and 4: a cache point right behind the marked text', () => {
    const input = prepare({ system: [{ ...text('A'), cacheControl: {} }, text('B')] });
    expect(input.system).toEqual([{ text: 'A' }, { cachePoint: { type: 'default' } }, { text: 'B' }]);
  });

  it('case 5 and 6: blank texts are dropped, and nothing left means no field', () => {
    expect(prepare({ system: [text(''), text(' \n')] })).not.toHaveProperty('system');
  });

  it('case 7: the lifetime only where the model lets one choose', () => {
    const system = [{ ...text('A'), cacheControl: { ttl: '1h' as const } }];
    expect(prepare({ system }, { model: SONNET_45 }).system?.[1]).toEqual({
      cachePoint: { type: 'default', ttl: '1h' },
    });
    expect(prepare({ system }).system?.[1]).toEqual({ cachePoint: { type: 'default' } });
  });

  it('opens the first user message for a model without a system role', () => {
    const input = prepare({ system: [text('Rule.')] }, { capabilities: { system: false } });
    expect(input).not.toHaveProperty('system');
    expect(input.messages?.[0]?.content).toEqual([{ text: 'Rule.' }, { text: 'Hello' }]);
  });
});
