import type { TaskWords } from '../words/task.ts';

export const task: TaskWords = {
  task: {
    problem: 'タスクを読み込めませんでした',
    context: 'コンテキスト',
    perRequest: 'リクエストごとの入力トークン',
    most: (tokens) => `最大 ${tokens}`,
    turn: 'リクエスト',
    turnTitle: (turn, tokens, cached) => `リクエスト ${turn}: ${tokens} トークン（うちキャッシュ ${cached}）`,
    cacheWrite: 'キャッシュ書き込み',
  },
};
