import { describe, expect, it } from 'vitest';
import { LearnedThinking } from '../../../../src/providers/bedrock/request/learnedThinking.ts';
import { cardOf, SONNET_37 } from '../../../simulators/bedrock/fixtures.ts';

function afterRefusals(...refusals: string[]) {
  const learned = new LearnedThinking();
  const news = refusals.map((refusal) => learned.learn('model', refusal));
  const { thinking, sampling, prefill } = learned.correct(cardOf(SONNET_37), 'model').capabilities;
  return { news, thinking, sampling, prefill };
}

describe('what a model says about itself is remembered', () => {
  it('adaptive thinking only, which takes no sampling', () => {
    const refusal = '"thinking.type.enabled" is not supported for this model. Use "thinking.type.adaptive"';
    expect(afterRefusals(refusal)).toMatchObject({ thinking: 'adaptive', sampling: 'none' });
  });

  it('no sampling', () => {
    expect(afterRefusals('`temperature` is deprecated for this model.')).toMatchObject({
      thinking: 'budget',
      sampling: 'none',
    });
  });

  it('no prefill', () => {
    const refusal =
      'This model does not support assistant message prefill. The conversation must end with a user message.';
    expect(afterRefusals(refusal)).toMatchObject({ prefill: false });
  });

  it('one lesson after the other, each once', () => {
    const sampling = '`temperature` and `top_p` are deprecated for this model.';
    const { news } = afterRefusals(sampling, 'adaptive thinking is not supported on this model', sampling);
    expect(news).toEqual(['sampling: none', 'thinking: budget', undefined]);
  });

  it('nothing from other refusals, and nothing about other models', () => {
    expect(afterRefusals('Too many tokens.').news).toEqual([undefined]);
    const learned = new LearnedThinking();
    learned.learn('other', '`top_p` is deprecated for this model.');
    expect(learned.correct(cardOf(SONNET_37), 'model').capabilities.sampling).toBeUndefined();
  });
});
