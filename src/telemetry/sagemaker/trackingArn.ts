/** A managed MLflow: a tracking server, which runs all the time, or an app, which is serverless. */
export interface TrackingArn {
  readonly arn: string;
  readonly kind: 'tracking-server' | 'app';
  readonly region: string;
  readonly account: string;
  /** Name of the server, or id of the app. */
  readonly name: string;
}

/** Undefined for what is no ARN of a managed MLflow. Source of the forms: SageMaker's API model, `TrackingServerArn` and `MlflowAppArn`. */
export function parseTrackingArn(text: string): TrackingArn | undefined {
  const found = /^arn:(aws|aws-us-gov):sagemaker:([a-z0-9-]+):(\d{12}):mlflow-(tracking-server|app)\/([\w-]+)$/.exec(
    text,
  );
  const [arn, , region = '', account = '', kind, name = ''] = found ?? [];
  if (arn === undefined) return undefined;
  return { arn, kind: kind === 'app' ? 'app' : 'tracking-server', region, account, name };
}

/** Where a managed MLflow is called, for whom calls are signed, and the header that leads to it behind the common address. */
export interface TrackingEndpoint {
  readonly root: string;
  readonly service: string;
  readonly routingHeader: string;
}

/** Source: the `sagemaker-mlflow` plugin, its helpers and its request headers. */
export function endpointOf({ kind, region }: TrackingArn): TrackingEndpoint {
  return kind === 'app'
    ? {
        root: `https://mlflow.sagemaker.${region}.app.aws`,
        service: 'sagemaker',
        routingHeader: 'x-sm-mlflow-app-arn',
      }
    : {
        root: `https://${region}.experiments.sagemaker.aws`,
        service: 'sagemaker-mlflow',
        routingHeader: 'x-mlflow-sm-tracking-server-arn',
      };
}
