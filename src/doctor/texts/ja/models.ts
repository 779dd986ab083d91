import type { modelsTexts as english } from '../en/models.ts';
import type { FindingText } from '../text.ts';

export const modelsTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'no-deployments': {
    summary: '使えるモデルがありません。',
    meaning: '設定 {file} に正しいデプロイがありません。',
    fix: 'model_list に項目を加えてください。examples/ に例があります。',
  },
  'deployments-ok': { summary: '{groups} 個のモデルグループに {deployments} 件のデプロイがあります。' },
  'no-named-models': { summary: '設定に個別のモデルがありません。' },
  'prices-known': { summary: '{count} 件すべてのデプロイの価格がわかっています。' },
  'price-unknown': {
    summary: '{model} の価格がわかりません。',
    meaning: 'コストは「不明」と記録され、予算では止められません。',
    fix: 'litellm_params に input_cost_per_token と output_cost_per_token を設定してください。',
  },
  'fallbacks-none': { summary: 'フォールバックは設定されていません。' },
  'fallbacks-ok': { summary: '能力が落ちるフォールバックはありません ({count} 段)。' },
  'fallback-loses': {
    summary: '{from} のフォールバック {to} にないもの: {lost}。',
    meaning: 'それを必要とするリクエストは失敗するか、それなしで回答されます。',
    fix: 'その能力を持つフォールバックを選ぶか、承知のうえで使ってください。',
  },
  'fallback-context': {
    summary: '{to} の上限 {after} トークンは、{from} の {before} 以下です。',
    meaning: '長すぎるプロンプトの助けになりません。',
    fix: 'context_window_fallbacks には、より長いコンテキストのモデルを選んでください。',
  },
  'caching-none': { summary: 'プロンプトをキャッシュするモデルはありません。' },
  'caching-minimum': { summary: 'プロンプトがキャッシュされる最小トークン数: {list}。' },
  'caching-unsupported': {
    summary: '{model} はプロンプトをキャッシュできませんが、キャッシュポイントが設定されています。',
    meaning: '無視され、節約にはなりません。',
    fix: 'cache_control_injection_points を外すか、キャッシュできるモデルを選んでください。',
  },
  'none-rests': { summary: '失敗のために休止しているデプロイはありません。' },
  'deployment-rests': {
    summary: '{model} は失敗のため、あと {seconds} 秒休止します。',
    fix: 'メッセージを確認してください。自動的に再開されます。',
  },
  'access-not-asked': {
    summary: '問い合わせていません。{count} 件のデプロイに 1 トークンずつ尋ねると約 {cost} かかります。',
    fix: '尋ねるには、モデル呼び出しつきで Doctor を実行してください (--model-calls)。',
  },
  'access-price-unknown': {
    summary:
      '問い合わせていません。{count} 件のデプロイに 1 トークンずつ尋ねると約 {cost} と、価格がわからない {unknown} 件分のコストがかかります。',
    fix: '尋ねるには、モデル呼び出しつきで Doctor を実行してください (--model-calls)。',
  },
  'access-ok': { summary: '{model} が 1 トークンで応答しました。' },
  'access-refused': {
    summary: '{model} が応答しませんでした。',
    meaning: '認証情報、権限、リージョン、モデル名のいずれかが正しくないか、混雑しています。',
    fix: 'メッセージが示すものを直してください。Bedrock では、アカウントとリージョンでモデルが有効か確認してください。',
  },
};
