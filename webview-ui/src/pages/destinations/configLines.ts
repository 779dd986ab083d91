/** What turns a destination on, as it stands in a config; the addresses and names are to be replaced. */
export const LANGFUSE_LINES = `litellm_settings:
  success_callback: [langfuse]
  failure_callback: [langfuse]
environment_variables:
  LANGFUSE_HOST: https://cloud.langfuse.com
  LANGFUSE_PUBLIC_KEY: pk-lf-…
  LANGFUSE_SECRET_KEY: os.environ/LANGFUSE_SECRET_KEY`;

export const MLFLOW_LINES = `litellm_settings:
  success_callback: [mlflow]
  failure_callback: [mlflow]
environment_variables:
  MLFLOW_TRACKING_URI: http://127.0.0.1:5000
  MLFLOW_EXPERIMENT_NAME: torii`;

export const OTLP_LINES = `litellm_settings:
  callbacks: [otel]
environment_variables:
  OTEL_EXPORTER: otlp_http
  OTEL_ENDPOINT: http://127.0.0.1:4318`;
