import { section, text, textList } from './fields.ts';

/** The workshop's section for its own callback, with the server beside it. */
export const mlflowSchema = section(
  {
    tracking_uri: text('Address of the tracking server. Also read from MLFLOW_TRACKING_URI.'),
    tracking_arn: text(
      'ARN of a tracking server or app on SageMaker; wins over the address. Also MLFLOW_TRACKING_ARN.',
    ),
    experiment_name: text('Experiment that calls are recorded in. Also MLFLOW_EXPERIMENT_NAME.'),
    metrics: textList('Metrics of a run, e.g. latency_ms, total_tokens, cost_usd. Without it, all that are known.'),
    params: textList('Parameters of a run, e.g. model, temperature, messages. Without it, all but the messages.'),
    tags: textList('Tags of a run, e.g. user, deployment, model_group. Without it, all that are known.'),
  },
  'What goes to MLflow.',
).optional();
