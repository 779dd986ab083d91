import type { SentenceTable } from '../translator.ts';

/** Why a call was refused, failed or ended, in Torii's own words; a provider's stand as they are. */
export const calls: SentenceTable = {
  'The client closed the connection before the answer was complete.':
    '応答が終わる前にクライアントが接続を閉じました。',
  'The gateway was stopped or restarted before the answer was complete. Send the request again once it runs.':
    '応答が終わる前にゲートウェイが停止または再起動されました。動作を確認してからもう一度送信してください。',
  'The gateway ended while this request ran, and could not finish it. What had streamed until then is priced as an estimate.':
    'リクエストの実行中にゲートウェイが終了しました。それまでに届いた分のコストは見積もりです。',
  'The model closed the connection without an answer.': 'モデルが応答せずに接続を閉じました。',
  'The request was cancelled.': 'リクエストはキャンセルされました。',
  "Request timed out: the model {0}. Raise the deployment's {1} if it needs longer.":
    'タイムアウト: モデルが{0}。時間が足りない場合は、デプロイの {1} を増やしてください。',
  'did not answer within {0} s': '{0} 秒以内に応答しませんでした',
  'sent nothing for {0} s': '{0} 秒間何も送信しませんでした',
  'sent no content within {0} s': '{0} 秒以内に内容を送信しませんでした',
  "The model '{0}' does not exist or this key may not use it.": 'モデル「{0}」は存在しないか、このキーでは使えません。',
  "The requested model '{0}' is not available for this API key, or the model name is invalid. Check the models available to you and try again.":
    'モデル「{0}」はこのキーで使えないか、名前が正しくありません。使えるモデルを確認してください。',
  '{0}: Invalid model name passed in model={1}. Call `/v1/models` to view available models for your key.':
    '{0}: モデル名 {1} は正しくありません。使えるモデルは `/v1/models` で確認できます。',
  'model: name a model of `/v1/models`': 'model に `/v1/models` のモデルを指定してください',
  'model: a name has {0} characters at most, this one {1}': 'model の名前は {0} 文字までです (今は {1} 文字)',
  'User blocked from making LLM API Calls. End user: {0}': '顧客 {0} はブロックされています。',
  "The provider '{0}' has no embeddings.": 'プロバイダー「{0}」は埋め込みに対応していません。',
  "The provider '{0}' of '{1}' is not part of this version. Available: {2}.":
    '「{1}」のプロバイダー「{0}」はこのバージョンにありません。使えるもの: {2}。',
  "The provider '{0}' is not part of this version.": 'プロバイダー「{0}」はこのバージョンにありません。',
  "The provider '{0}' sends no request that could be shown.":
    'プロバイダー「{0}」には表示できるリクエストがありません。',
  "'{0}' stands for many models. Name one to check it by in model_info.health_check_model.":
    '「{0}」は複数のモデルを表します。確認に使うモデルを model_info.health_check_model で指定してください。',
  "'{0}' has no deployment.": '「{0}」にデプロイがありません。',
  "The fallback '{0}' is not a model_name of the config.":
    'フォールバック「{0}」は設定ファイルの model_name にありません。',
  'No deployments available for selected model, Try again in {0} seconds. Passed model={1}. Every deployment has reached its own rpm, tpm or max_parallel_requests, and {2}.':
    '{1} のすべてのデプロイが rpm、tpm、max_parallel_requests のいずれかの上限に達しています ({2})。{0} 秒後に再試行してください。',
  'No deployments available for selected model, Try again in {0} seconds. Passed model={1}. pre-call-checks={2}, cooldown_list=[{3}]. Why they rest: {4}':
    '{1} で使えるデプロイがありません。{0} 秒後に再試行してください。休止中: {3}。理由: {4}',
  'No deployments available for selected model, Try again in {0} seconds. Passed model={1}. pre-call-checks={2}, cooldown_list=[{3}].':
    '{1} で使えるデプロイがありません。{0} 秒後に再試行してください。休止中: {3}。',
  'the wait would be longer than pacing_max_wait': '待ち時間が pacing_max_wait を超えます',
  'pacing_max_queue requests wait already': '待機中のリクエストが pacing_max_queue に達しています',
  'pacing_max_wait has passed': 'pacing_max_wait を過ぎました',
  'No deployments available with the passed tags. Passed model={0} and tags=[{1}]. Tags come from metadata.tags and x-litellm-tags.':
    '{0} にタグ [{1}] のデプロイがありません。タグは metadata.tags と x-litellm-tags から読み取られます。',
  'litellm._pre_call_checks: Context Window exceeded for given call. No models have context window large enough for this call: about {0} tokens. {1}':
    'このリクエスト (約 {0} トークン) が収まるコンテキストウィンドウのモデルがありません。{1}',
  'This is a mock exception for model={0}, to trigger {1}.': '{0} のモック例外です ({1})。',
  'This is a mock {0}.': 'モックの {0} です。',
  'a rate limit error': 'レート制限エラーを起こすため',
  'a fallback': 'フォールバックを起こすため',
  'a context window fallback': 'コンテキストウィンドウのフォールバックを起こすため',
  'a content policy fallback': 'コンテンツポリシーのフォールバックを起こすため',
  'The demo model "fails" always fails. It is there to show a fallback.':
    'デモモデル「fails」は必ず失敗します。フォールバックを見るためのものです。',
  'There is no demo model "{0}". Choose one of: {1}.': 'デモモデル「{0}」はありません。次から選んでください: {1}。',
};
