import { App } from 'aws-cdk-lib';
import { MlflowStack, type MlflowStackProps } from '../lib/mlflowStack.ts';

const app = new App();
const context = (name: string): string | undefined => app.node.tryGetContext(name);

/** Those of the AWS profile that deploys; without one, a template for any account. */
const account = process.env['CDK_DEFAULT_ACCOUNT'];
const region = process.env['CDK_DEFAULT_REGION'];

const props: MlflowStackProps = {
  trackingServerName:
    process.env['MLFLOW_TRACKING_SERVER_NAME'] ?? context('trackingServerName') ?? 'mlflow-tracking-server',
  size: context('trackingServerSize') ?? 'Small',
  mlflowVersion: context('mlflowVersion'),
  gatewayPrincipalArn: context('gatewayPrincipalArn'),
};

new MlflowStack(app, 'ToriiMlflow', {
  ...(account === undefined || region === undefined ? {} : { env: { account, region } }),
  ...props,
});
