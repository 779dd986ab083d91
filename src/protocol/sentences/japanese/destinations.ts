import type { SentenceTable } from '../translator.ts';

/** What destinations of traces answered, and what became of traces. Their own words stand as they are. */
export const destinations: SentenceTable = {
  '{0} traces were dropped: more waited than there is room for':
    '待機中のトレースが上限を超えたため、{0} 件を破棄しました',
  'What waits for it cannot be read: {0}': '待機中のトレースを読み込めません: {0}',
  'What waited on disk could not be read': 'ディスクで待機していたトレースを読み込めませんでした',
  'They could not be put into its form: {0}': '送信先の形式に変換できませんでした: {0}',
  'it answered with status {0}: {1}': 'ステータス {0} が返されました: {1}',
  'it answered with status {0}': 'ステータス {0} が返されました',
  'it refused the key with status {0}: {1}. {2}': 'キーが拒否されました (ステータス {0}): {1}。{2}',
  'it refused the key with status {0}. {1}': 'キーが拒否されました (ステータス {0})。{1}',
  'it refused them with status {0}: {1}': 'トレースが拒否されました (ステータス {0}): {1}',
  'it refused them with status {0}': 'トレースが拒否されました (ステータス {0})',
  'it refused an event with status {0}: {1}': 'イベントが拒否されました (ステータス {0}): {1}',
  'it refused an event with status {0}': 'イベントが拒否されました (ステータス {0})',
  'it refused a score with status {0}: {1}': 'スコアが拒否されました (ステータス {0}): {1}',
  'it refused a score with status {0}': 'スコアが拒否されました (ステータス {0})',
  'it did not take a score back: status {0}: {1}': 'スコアを取り消せませんでした (ステータス {0}): {1}',
  'it did not take a score back: status {0}': 'スコアを取り消せませんでした (ステータス {0})',
  'it could not be reached: {0}': '接続できませんでした: {0}',
  'no answer within {0} s': '{0} 秒以内に応答がありません',
  'it is larger than Langfuse takes': 'Langfuse が受け付ける大きさを超えています',
  'Langfuse {0} takes traces.': 'Langfuse {0} がトレースを受け付けています。',
  'Check {0}PUBLIC_KEY and {1}SECRET_KEY.': '{0}PUBLIC_KEY と {1}SECRET_KEY を確認してください。',
  'Check the headers with its key: OTEL_EXPORTER_OTLP_HEADERS, or OTEL_HEADERS.':
    'キーを含むヘッダー (OTEL_EXPORTER_OTLP_HEADERS または OTEL_HEADERS) を確認してください。',
  'Check MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, and what they may do.':
    'MLFLOW_TRACKING_USERNAME と MLFLOW_TRACKING_PASSWORD、または MLFLOW_TRACKING_TOKEN とその権限を確認してください。',
  'Check the AWS credentials, and that their policy allows sagemaker-mlflow:*.':
    'AWS の認証情報と、ポリシーで sagemaker-mlflow:* が許可されていることを確認してください。',
  '{0} answers with status {1}': '{0} がステータス {1} を返しました',
  '{0} answers with status {1}: {2}': '{0} がステータス {1} を返しました: {2}',
  '{0} answers {1} with something other than JSON.': '{0} の {1} への応答が JSON ではありません。',
  'The server made a run and did not say which.': 'サーバーが作成した run の ID を返しませんでした。',
  'The server keeps artifacts at {0}: and does not take them itself. Start it with --serve-artifacts, or with --artifacts-destination.':
    'サーバーのアーティファクトの保存先は {0}: で、サーバー自身は受け付けません。--serve-artifacts または --artifacts-destination を付けて起動してください。',
  'MLflow cannot {0} from here. {1}': 'ここから MLflow を操作できません ({0})。{1}',
  'This MLflow server is not on SageMaker; whoever runs it can do that.':
    'この MLflow サーバーは SageMaker のものではありません。操作できるのは管理者だけです。',
  'An MLflow App is always there: it cannot be started or stopped.':
    'MLflow App は常に動作しており、起動や停止はできません。',
  'The config names no MLflow server. Add mlflow to litellm_settings.success_callback, and set MLFLOW_TRACKING_URI or MLFLOW_TRACKING_ARN.':
    '設定ファイルに MLflow サーバーがありません。litellm_settings.success_callback に mlflow を追加し、MLFLOW_TRACKING_URI または MLFLOW_TRACKING_ARN を設定してください。',
  'MLflow: {0}': 'MLflow からの応答: {0}',
};
