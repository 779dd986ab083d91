/** The programs of others that the tests drive, each in one version, and installed once. */
import manifest from '../../examples/mlflow-sagemaker-cdk/package.json' with { type: 'json' };
import golden from '../contract/sigv4/golden/signed.json' with { type: 'json' };
import { ensurePythonTool, ensureTool, type InstalledTool } from './install.ts';

type Install = () => Promise<InstalledTool>;

export const codeServer: Install = () => ensureTool('code-server', '4.139.1');
export const cline: Install = () => ensureTool('cline', '3.0.65');
export const claudeCode: Install = () => ensureTool('@anthropic-ai/claude-code', '2.1.329');
export const codex: Install = () => ensureTool('@openai/codex', '0.169.0');
export const openCode: Install = () => ensureTool('opencode-ai', '1.18.33');
export const kiloCode: Install = () => ensureTool('@kilocode/cli', '7.7.7');
export const continueCli: Install = () => ensureTool('@continuedev/cli', '1.5.47');
export const aider: Install = () => ensurePythonTool('aider-chat', '0.86.2');
export const litellm: Install = () => ensurePythonTool('litellm[proxy]', '1.108.7');
export const cdk: Install = () => ensureTool('aws-cdk-lib', manifest.dependencies['aws-cdk-lib']);

export const MLFLOW_VERSION = '3.17.2';

/** SageMaker's own plugin, with the MLflow and the botocore that other tests need: they share most of what they need. */
export const mlflow: Install = () =>
  ensurePythonTool('sagemaker-mlflow', '0.5.0', [
    `mlflow==${MLFLOW_VERSION}`,
    'boto3==1.44.5',
    `botocore==${golden.version}`,
  ]);

/** The oldest that SageMaker offers. Newer versions of what is pinned came after it, and it does not run with them. */
export const oldMlflow: Install = () =>
  ensurePythonTool('mlflow', '2.13.2', ['sqlalchemy==2.0.43', 'setuptools==79.0.1']);

/** In the order in which the gate comes to need them. */
export const PROGRAMS: readonly Install[] = [
  ...[codeServer, mlflow, cline, claudeCode, codex, openCode, kiloCode, continueCli],
  ...[aider, cdk, litellm, oldMlflow],
];
