import type { ScoreWords } from '../words/scores.ts';

export const scores: ScoreWords = {
  scores: {
    title: 'スコア',
    hint: 'トレースの送信先にも送られます',
    problem: 'スコアを読み込めませんでした',
    names: { thumb: '評価', quality: '品質' },
    good: '良い',
    bad: '悪い',
    name: '名前',
    firstName: '品質',
    kind: '値の種類',
    number: '数値',
    label: 'ラベル',
    value: '値',
    comment: 'コメント',
    add: 'スコアを追加',
    own: '数値・ラベル・コメント…',
    remove: (name) => `${name} を削除`,
  },
};
