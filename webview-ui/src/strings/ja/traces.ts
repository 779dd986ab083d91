import type { TracesWords } from '../words/traces.ts';

export const traces: TracesWords = {
  traces: {
    title: 'タスク',
    task: 'タスク',
    agent: 'エージェント',
    none: 'この期間のタスクはありません',
    noneHint:
      'タスクは、エージェントの 1 つの作業に属するリクエストをまとめたものです。エージェントの接続先を Torii にして、何か依頼してみてください。',
    problem: 'タスクを読み込めませんでした',
  },
};
