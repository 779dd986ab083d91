interface S3Settings {
  /** Where buckets are looked for first. */
  readonly region: string;
  /** For services that speak S3's protocol. */
  readonly endpoint: string | undefined;
}

/** A tracking server of MLflow, as config and environment name it. */
export type MlflowServerSettings =
  | {
      readonly kind: 'plain';
      /** Without a slash at its end. */
      readonly trackingUri: string;
      readonly username: string | undefined;
      readonly password: string | undefined;
      readonly token: string | undefined;
      /** Where artifacts can be put when they lie in S3. */
      readonly s3: S3Settings | undefined;
    }
  | {
      readonly kind: 'sagemaker';
      readonly region: string;
      /** Of a tracking server or an app. */
      readonly arn: string | undefined;
      /** Of a tracking server; without ARN and name it is the only one there is. */
      readonly name: string | undefined;
      /** In place of AWS's own addresses, of the tracking API and of SageMaker's. */
      readonly trackingEndpoint: string | undefined;
      readonly controlEndpoint: string | undefined;
      readonly s3: S3Settings | undefined;
    };

interface MlflowOptions {
  readonly server: MlflowServerSettings;
  readonly experiment: string;
}

export interface MlflowTracesOptions extends MlflowOptions {
  readonly kind: 'mlflow-traces';
  /** Write runs where the server takes no traces. */
  readonly runsInstead: boolean;
}

export interface MlflowRunsOptions extends MlflowOptions {
  readonly kind: 'mlflow-runs';
  /** Names of what is recorded; undefined records all that is known. */
  readonly metrics: readonly string[] | undefined;
  readonly params: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
}
