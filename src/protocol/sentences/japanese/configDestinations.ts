import type { SentenceTable } from '../translator.ts';

/** Findings about destinations of traces, with their mends. */
export const configDestinations: SentenceTable = {
  'MLFLOW_TRACKING_ARN is no ARN of an MLflow tracking server or app: nothing goes to MLflow':
    'MLFLOW_TRACKING_ARN が MLflow トラッキングサーバーまたは MLflow App の ARN ではないため、MLflow には何も送信されません',
  'Write it as arn:aws:sagemaker:<region>:<account>:mlflow-tracking-server/<name>, or leave it empty and set MLFLOW_TRACKING_URI.':
    'arn:aws:sagemaker:<region>:<account>:mlflow-tracking-server/<name> の形で書くか、空にして MLFLOW_TRACKING_URI を設定してください。',
  'MLFLOW_TRACKING_URI is not an address of HTTP: nothing goes to MLflow':
    'MLFLOW_TRACKING_URI が HTTP のアドレスではないため、MLflow には何も送信されません',
  'Start a server with `mlflow server` and write its address, e.g. http://localhost:5000.':
    '`mlflow server` でサーバーを起動し、そのアドレス (例: http://localhost:5000) を書いてください。',
  'MLflow is looked for on SageMaker, but AWS_REGION_NAME is not set: nothing goes to MLflow':
    'SageMaker の MLflow を使う設定ですが、AWS_REGION_NAME が設定されていないため、MLflow には何も送信されません',
  '{0} is a callback, but neither MLFLOW_TRACKING_URI nor MLFLOW_TRACKING_ARN is set: nothing goes to MLflow':
    'コールバックに {0} がありますが、MLFLOW_TRACKING_URI も MLFLOW_TRACKING_ARN も設定されていないため、MLflow には何も送信されません',
  'Set MLFLOW_TRACKING_URI (e.g. http://localhost:5000), or MLFLOW_TRACKING_ARN for SageMaker, in the environment or in the .env file beside the config.':
    '環境変数または設定ファイルと同じフォルダーの .env で、MLFLOW_TRACKING_URI (例: http://localhost:5000) か、SageMaker の場合は MLFLOW_TRACKING_ARN を設定してください。',
  'Langfuse ({0}) gets figures alone: prompts and answers stay on this machine':
    'Langfuse ({0}) には数値だけが送信され、プロンプトと応答はこのマシンに残ります',
  'Set torii_settings.destinations.{0}.content to true to send them, or to false to keep them here.':
    '送信するには torii_settings.destinations.{0}.content を true に、残すには false にしてください。',
  '{0} is a callback, but {1} is not set: no traces go to Langfuse':
    'コールバックに {0} がありますが、{1} が設定されていないため、Langfuse にトレースは送信されません',
  'Set {0} (in Langfuse: project settings, API keys) in the environment or in the .env file beside the config, or remove {1} here.':
    '環境変数または設定ファイルと同じフォルダーの .env で {0} (Langfuse のプロジェクト設定、API Keys) を設定するか、ここの {1} を削除してください。',
  '{0}HOST is not an address of HTTP: no traces go to Langfuse':
    '{0}HOST が HTTP のアドレスではないため、Langfuse にトレースは送信されません',
  'Set {0}HOST to an address such as http://localhost:3000 or {1}.':
    '{0}HOST に http://localhost:3000 や {1} のようなアドレスを設定してください。',
  'otel is a callback, but OTEL_EXPORTER_OTLP_ENDPOINT is not set: no traces go to a collector':
    'コールバックに otel がありますが、OTEL_EXPORTER_OTLP_ENDPOINT が設定されていないため、コレクターにトレースは送信されません',
  'Set OTEL_EXPORTER_OTLP_ENDPOINT (e.g. http://localhost:4318) in the environment or in the .env file beside the config, or remove otel here.':
    '環境変数または設定ファイルと同じフォルダーの .env で OTEL_EXPORTER_OTLP_ENDPOINT (例: http://localhost:4318) を設定するか、ここの otel を削除してください。',
  'OTEL_EXPORTER_OTLP_ENDPOINT is not an address of HTTP: no traces go to a collector':
    'OTEL_EXPORTER_OTLP_ENDPOINT が HTTP のアドレスではないため、コレクターにトレースは送信されません',
  'Write an address such as http://localhost:4318; OTLP over gRPC is not spoken.':
    'http://localhost:4318 のようなアドレスを書いてください。gRPC での OTLP には対応していません。',
  'The environment asks for {0}, but traces leave as OTLP over HTTP in protobuf':
    '環境変数では {0} が指定されていますが、トレースは OTLP (HTTP、protobuf) で送信されます',
  'Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf, and the endpoint to the port of HTTP (4318 for most collectors).':
    'OTEL_EXPORTER_OTLP_PROTOCOL を http/protobuf にし、エンドポイントを HTTP のポート (多くのコレクターでは 4318) にしてください。',
};
