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
    told: 'エージェントからの報告',
    toolCalls: 'ツール呼び出し / 失敗',
    edits: '編集の承認 / 却下',
    lines: '追加行 / 削除行',
    votes: '高評価 / 低評価',
  },
};
