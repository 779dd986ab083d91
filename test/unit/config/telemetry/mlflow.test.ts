import { describe, expect, it } from 'vitest';
import { DEMO, find, parse, settingsOf } from '../parse.ts';

const RUNS = 'mlflow_callback.mlflow_callback_instance';
const config = (litellm: string, more = '') => `${DEMO}litellm_settings:\n  ${litellm}\n${more}`;
const TRACES_CONFIG = config('callbacks: ["mlflow"]');
const RUNS_CONFIG = config(`callbacks: ["${RUNS}"]`);
const AT_HOME = { MLFLOW_TRACKING_URI: 'http://localhost:5000/' };
const ARN = 'arn:aws:sagemaker:eu-west-1:123456789012:mlflow-tracking-server/mine';

const destinationsOf = (text: string, environment: Readonly<Record<string, string>> = AT_HOME) =>
  settingsOf(text, { environment }).exports.destinations;
const serverOf = (environment: Readonly<Record<string, string>>) => {
  const [first] = destinationsOf(TRACES_CONFIG, environment);
  return first?.kind === 'mlflow-traces' ? first.server : undefined;
};

describe('the callback mlflow', () => {
  it('sends traces, or runs in their place, to the default experiment', () => {
    expect(destinationsOf(TRACES_CONFIG)).toEqual([
      {
        kind: 'mlflow-traces',
        id: 'mlflow',
        outcomes: { success: true, failure: true },
        content: false,
        server: {
          ...{ kind: 'plain', trackingUri: 'http://localhost:5000' },
          ...{ username: undefined, password: undefined, token: undefined, s3: undefined },
        },
        experiment: 'Default',
        runsInstead: true,
      },
    ]);
  });

  it('takes the experiment of the environment, and the config’s above it', () => {
    const environment = { ...AT_HOME, MLFLOW_EXPERIMENT_NAME: 'from-environment' };
    expect(destinationsOf(TRACES_CONFIG, environment)).toMatchObject([{ experiment: 'from-environment' }]);
    const written = config('callbacks: ["mlflow"]\n  mlflow: { experiment_name: written }');
    expect(destinationsOf(written, environment)).toMatchObject([{ experiment: 'written' }]);
  });
});

describe('the workshop’s callback', () => {
  it('sends runs to an experiment that begins with a slash', () => {
    expect(destinationsOf(RUNS_CONFIG)).toMatchObject([{ kind: 'mlflow-runs', experiment: '/litellm-monitoring' }]);
    const environment = { ...AT_HOME, MLFLOW_EXPERIMENT_NAME: 'mine' };
    expect(destinationsOf(RUNS_CONFIG, environment)).toMatchObject([{ experiment: '/mine', metrics: undefined }]);
  });

  it('has prompts where the config lists the messages, unless a switch says no', () => {
    const listed = config(`callbacks: ["${RUNS}"]\n  mlflow: { params: [messages] }`);
    expect(destinationsOf(RUNS_CONFIG)).toMatchObject([{ content: false }]);
    expect(destinationsOf(listed)).toMatchObject([{ content: true }]);
    const off = 'torii_settings:\n  destinations:\n    mlflow-runs: { content: false }\n';
    expect(destinationsOf(`${listed}${off}`)).toMatchObject([{ content: false }]);
    const never = config(`callbacks: ["${RUNS}"]\n  turn_off_message_logging: true\n  mlflow: { params: [messages] }`);
    expect(destinationsOf(never)).toMatchObject([{ content: false }]);
  });
});

describe('the tracking server', () => {
  it('is plain at an address, with a login or a token', () => {
    const login = { MLFLOW_TRACKING_USERNAME: 'ann', MLFLOW_TRACKING_PASSWORD: 'secret', MLFLOW_TRACKING_TOKEN: 't' };
    expect(serverOf({ MLFLOW_TRACKING_URI: 'https://mlflow.example.com/base', ...login })).toMatchObject({
      ...{
        kind: 'plain',
        trackingUri: 'https://mlflow.example.com/base',
        username: 'ann',
        password: 'secret',
        token: 't',
      },
    });
  });

  it('is SageMaker’s by an ARN, which wins over an address and tells the region', () => {
    expect(serverOf({ ...AT_HOME, MLFLOW_TRACKING_ARN: ARN, AWS_REGION_NAME: 'us-east-1' })).toMatchObject({
      ...{ kind: 'sagemaker', arn: ARN, region: 'eu-west-1' },
    });
    expect(serverOf({ MLFLOW_TRACKING_URI: ARN })).toMatchObject({ kind: 'sagemaker', arn: ARN });
    const app = 'arn:aws:sagemaker:us-east-1:123456789012:mlflow-app/app-A1';
    expect(serverOf({ MLFLOW_TRACKING_ARN: app })).toMatchObject({ kind: 'sagemaker', arn: app });
  });

  it('is SageMaker’s by a name, or the only one where the way to sign in says that it is SageMaker’s', () => {
    const region = { AWS_REGION_NAME: 'us-east-1' };
    expect(serverOf({ MLFLOW_TRACKING_SERVER_NAME: 'mine', ...region })).toMatchObject({
      name: 'mine',
      arn: undefined,
    });
    expect(serverOf({ MLFLOW_AUTH_TYPE: 'iam_role', ...region })).toMatchObject({ kind: 'sagemaker', name: undefined });
  });

  it.each([
    [{}, 'missing-variable', 'neither MLFLOW_TRACKING_URI nor MLFLOW_TRACKING_ARN'],
    [{ MLFLOW_TRACKING_SERVER_NAME: 'mine' }, 'missing-variable', 'AWS_REGION_NAME is not set'],
    [{ MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db' }, 'bad-url', 'not an address of HTTP'],
    [{ MLFLOW_TRACKING_ARN: 'arn:aws:s3:::bucket' }, 'bad-url', 'no ARN of an MLflow'],
  ])('that cannot be had is a warning at the callback: %j', (environment, code, words) => {
    const finding = find(TRACES_CONFIG, code, { environment });
    expect(finding).toMatchObject({ severity: 'warning', path: 'litellm_settings.callbacks.0' });
    expect(finding?.message).toContain(words);
    expect(destinationsOf(TRACES_CONFIG, environment)).toEqual([]);
  });

  it('is no matter of configs that do not name MLflow', () => {
    expect(parse(DEMO, { environment: AT_HOME }).diagnostics).toEqual([]);
    expect(destinationsOf(DEMO)).toEqual([]);
  });
});
