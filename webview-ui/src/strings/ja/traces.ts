import type { TracesWords } from '../words/traces.ts';

export const traces: TracesWords = {
  traces: {
    title: 'タスク',
    pageTitle: 'タスクとトレース',
    view: '表示',
    task: 'タスク',
    unknownClient: '不明なクライアント',
    untitled: (who, time) => `${who}、${time}`,
    agent: 'エージェント',
    requests: 'リクエスト',
    last: '最終リクエスト',
    answeredBy: '応答モデル',
    provider: 'プロバイダー',
    session: 'セッション',
    tags: 'タグ',
    error: 'エラー',
    search: 'タイトル・モデル・エラー・ID を検索',
    keyAlias: 'キーのエイリアス',
    allModels: 'すべてのモデル',
    allOutcomes: 'すべての結果',
    succeeded: '成功',
    failed: '失敗',
    clear: 'フィルターを解除',
    paused: '新しいリクエストは先頭に戻ると表示されます',
    problem: 'トレースを読み込めませんでした',
    none: 'この期間のタスクはありません',
    noneHint:
      'タスクは、エージェントの 1 つの作業に属するリクエストをまとめたものです。エージェントの接続先を Torii にして何か依頼するか、期間を広げてください。',
    noneFound: '条件に合うものはありません',
    noneFoundHint: '期間を広げるか、フィルターを外してください。',
  },
};
