import { describe, expect, it } from 'vitest';
import { type ScoreView, scoreName, scoreText, toNewScore } from '../../../webview-ui/src/pages/traces/scores.ts';
import { en } from '../../../webview-ui/src/strings/en.ts';
import { ja } from '../../../webview-ui/src/strings/ja.ts';

const typed = { name: 'quality', kind: 'NUMERIC', value: '', comment: '' } as const;

describe('a score', () => {
  it('is a number or a label, with a comment where one was made', () => {
    expect(toNewScore({ ...typed, value: ' 0,8 ' })).toEqual({ name: 'quality', value: 0.8, data_type: 'NUMERIC' });
    expect(toNewScore({ ...typed, kind: 'CATEGORICAL', value: 'correct', comment: ' fine ' })).toEqual({
      name: 'quality',
      value: 'correct',
      data_type: 'CATEGORICAL',
      comment: 'fine',
    });
  });

  it('is none without a name or a value, or with words for a number', () => {
    expect(toNewScore(typed)).toBe(undefined);
    expect(toNewScore({ ...typed, value: 'good' })).toBe(undefined);
    expect(toNewScore({ ...typed, name: ' ', value: '1' })).toBe(undefined);
  });

  it('reads as words where it is a thumb', () => {
    const score: ScoreView = {
      id: 's1',
      name: 'thumb',
      value: 1,
      data_type: 'BOOLEAN',
      comment: null,
      created_at: 0,
    };
    expect(scoreText(score, en.scores)).toBe('Good');
    expect(scoreText({ ...score, value: 0 }, en.scores)).toBe('Bad');
    expect(scoreText({ ...score, value: 0.8, data_type: 'NUMERIC' }, en.scores)).toBe('0.8');
  });

  it('has a name in the language of its reader where Torii named it, and else its own', () => {
    expect(scoreName({ name: 'thumb' }, en.scores)).toBe('Rating');
    expect(scoreName({ name: 'thumb' }, ja.scores)).toBe('評価');
    expect(scoreName({ name: 'correctness' }, ja.scores)).toBe('correctness');
    expect(scoreName({ name: 'constructor' }, en.scores)).toBe('constructor');
  });
});
