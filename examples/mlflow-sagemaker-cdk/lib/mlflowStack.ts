import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ArnPrincipal, Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { CfnMlflowTrackingServer } from 'aws-cdk-lib/aws-sagemaker';
import type { Construct } from 'constructs';

export interface MlflowStackProps extends StackProps {
  readonly trackingServerName: string;
  /** Small, Medium or Large. Every size costs money for as long as the server runs. */
  readonly size: string;
  /** SageMaker's newest where it is left out. */
  readonly mlflowVersion?: string | undefined;
  /** ARN of the user or role that Torii runs as. It may then assume the stack's gateway role. */
  readonly gatewayPrincipalArn?: string | undefined;
}

/** What Torii does with a tracking server: experiments, runs, traces, and the user interface. */
const TRACKING_ACTIONS = [
  'AccessUI',
  'GetExperiment',
  'GetExperimentByName',
  'CreateExperiment',
  'RestoreExperiment',
  'SearchRuns',
  'CreateRun',
  'GetRun',
  'UpdateRun',
  'LogBatch',
  'LogMetric',
  'LogParam',
  'SetTag',
  'ListArtifacts',
  'StartTrace',
  'EndTrace',
  'GetTraceInfo',
  'SearchTraces',
  'SetTraceTag',
];

/** And with SageMaker itself: the commands Start, Stop and Open MLflow. */
const CONTROL_ACTIONS = [
  'DescribeMlflowTrackingServer',
  'StartMlflowTrackingServer',
  'StopMlflowTrackingServer',
  'CreatePresignedMlflowTrackingServerUrl',
];

/** A managed MLflow: the bucket of its artifacts, the role it works with, the server, and what Torii may do with it. */
export class MlflowStack extends Stack {
  constructor(scope: Construct, id: string, props: MlflowStackProps) {
    super(scope, id, props);
    const bucket = this.#makeBucket();
    const role = this.#makeServerRole(bucket);
    const server = new CfnMlflowTrackingServer(this, 'TrackingServer', {
      trackingServerName: props.trackingServerName,
      trackingServerSize: props.size,
      artifactStoreUri: bucket.s3UrlForObject('mlflow'),
      roleArn: role.roleArn,
      automaticModelRegistration: false,
      ...(props.mlflowVersion === undefined ? {} : { mlflowVersion: props.mlflowVersion }),
    });
    // The server checks at once whether its role reaches the bucket.
    server.node.addDependency(role, bucket);
    const policy = this.#makeGatewayPolicy(bucket, server.attrTrackingServerArn);
    this.#makeGatewayRole(policy, props.gatewayPrincipalArn);
    new CfnOutput(this, 'TrackingServerArn', {
      value: server.attrTrackingServerArn,
      description: 'MLFLOW_TRACKING_ARN',
    });
    new CfnOutput(this, 'ArtifactBucket', { value: bucket.bucketName });
    new CfnOutput(this, 'ServerRoleArn', { value: role.roleArn });
    new CfnOutput(this, 'GatewayPolicyArn', {
      value: policy.managedPolicyArn,
      description: 'Attach it to the user or role that Torii runs as.',
    });
  }

  /** Runs and prompts outlive the stack: who wants them gone empties the bucket. */
  #makeBucket(): Bucket {
    return new Bucket(this, 'Artifacts', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Source: the permissions in SageMaker's documentation, "Set up IAM permissions for MLflow". */
  #makeServerRole(bucket: Bucket): Role {
    const role = new Role(this, 'ServerRole', {
      assumedBy: new ServicePrincipal('sagemaker.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
      description: 'MLflow tracking server of SageMaker',
    });
    bucket.grantReadWrite(role);
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [
          'sagemaker:AddTags',
          'sagemaker:CreateModelPackageGroup',
          'sagemaker:CreateModelPackage',
          'sagemaker:UpdateModelPackage',
          'sagemaker:DescribeModelPackageGroup',
        ],
        resources: [this.formatArn({ service: 'sagemaker', resource: '*' })],
      }),
    );
    return role;
  }

  #makeGatewayPolicy(bucket: Bucket, serverArn: string): ManagedPolicy {
    const allow = (actions: readonly string[], resources: readonly string[]): PolicyStatement =>
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources] });
    return new ManagedPolicy(this, 'GatewayPolicy', {
      description: 'What Torii needs to record calls in MLflow, and to start, stop and open it',
      statements: [
        allow(
          TRACKING_ACTIONS.map((action) => `sagemaker-mlflow:${action}`),
          [serverArn],
        ),
        allow(
          CONTROL_ACTIONS.map((action) => `sagemaker:${action}`),
          [serverArn],
        ),
        allow(['sagemaker:ListMlflowTrackingServers'], ['*']),
        allow(['s3:PutObject'], [bucket.arnForObjects('mlflow/*')]),
      ],
    });
  }

  #makeGatewayRole(policy: ManagedPolicy, principal: string | undefined): void {
    if (principal === undefined) return;
    const role = new Role(this, 'GatewayRole', { assumedBy: new ArnPrincipal(principal), managedPolicies: [policy] });
    new CfnOutput(this, 'GatewayRoleArn', { value: role.roleArn, description: 'SAGEMAKER_MLFLOW_ASSUME_ROLE_ARN' });
  }
}
