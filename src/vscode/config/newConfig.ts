import * as vscode from 'vscode';
import { shortPath } from '../shortPath.ts';
import { type IsLive, takeConfig } from './selectConfig.ts';

interface Example extends vscode.QuickPickItem {
  readonly file: vscode.Uri;
  /** Name without its ending. */
  readonly name: string;
}

/** Starts a config from one of the examples that come with the extension; `wanted` is the name of one. */
export async function newConfigFromExample(extension: vscode.Uri, isLive: IsLive, wanted?: string): Promise<void> {
  const folder = vscode.Uri.joinPath(extension, 'examples');
  const examples = await listExamples(folder);
  const example = examples.find(({ name }) => name === wanted) ?? (await pickExample(examples));
  if (example === undefined) return;
  const filters = { YAML: ['yaml', 'yml'] };
  const target = await vscode.window.showSaveDialog({ ...proposal(), filters });
  if (target === undefined) return;
  await vscode.workspace.fs.copy(example.file, target, { overwrite: true });
  await addEnvironment(vscode.Uri.joinPath(folder, `${example.name}.env.example`), target);
  await vscode.window.showTextDocument(target);
  const use = vscode.l10n.t('Use This Config');
  const secret = vscode.l10n.t('Set Secret…');
  const text = vscode.l10n.t('{0} is made. Put your models and credentials in.', shortPath(target.fsPath));
  const answer = await vscode.window.showInformationMessage(text, use, secret);
  if (answer === use) await takeConfig(target, isLive);
  if (answer === secret) await vscode.commands.executeCommand('torii.setSecret', target.fsPath);
}

async function pickExample(examples: readonly Example[]): Promise<Example | undefined> {
  const title = vscode.l10n.t('Example to begin with');
  return await vscode.window.showQuickPick(examples, { title, matchOnDetail: true, ignoreFocusOut: true });
}

async function listExamples(folder: vscode.Uri): Promise<readonly Example[]> {
  const names = (await vscode.workspace.fs.readDirectory(folder))
    .map(([name]) => name)
    .filter((name) => name.endsWith('.yaml'));
  return await Promise.all(
    names.toSorted().map(async (fileName) => {
      const file = vscode.Uri.joinPath(folder, fileName);
      const name = fileName.replace(/\.yaml$/, '');
      return { label: labelOf(name), detail: await firstSentence(file), file, name };
    }),
  );
}

/** Examples of later versions keep the name of their file. */
function labelOf(name: string): string {
  const labels: Readonly<Record<string, string>> = {
    'bedrock-access-key': vscode.l10n.t('Amazon Bedrock with an access key'),
    'bedrock-iam-role': vscode.l10n.t('Amazon Bedrock with an IAM role or profile'),
    'bedrock-prompt-caching': vscode.l10n.t('Amazon Bedrock with prompt caching'),
    demo: vscode.l10n.t('Demo models, without an account'),
    langfuse: vscode.l10n.t('Amazon Bedrock with traces in Langfuse'),
    mlflow: vscode.l10n.t('Amazon Bedrock with runs in MLflow'),
    'openai-compatible': vscode.l10n.t('OpenAI-compatible servers'),
    sagemaker: vscode.l10n.t('A SageMaker endpoint, with Bedrock behind it'),
  };
  return labels[name] ?? name;
}

async function firstSentence(file: vscode.Uri): Promise<string> {
  const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString('utf8');
  const comment = /^(?:#[^\n]*\n)+/.exec(text)?.[0] ?? '';
  const words = comment.replaceAll(/^# ?/gm, '').replaceAll('\n', ' ').trim();
  return (/^.*?[.:](?=\s|$)/.exec(words)?.[0] ?? words).replace(/:$/, '.');
}

function proposal(): vscode.SaveDialogOptions {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, 'torii.yaml') };
}

/** The variables that the example asks for, unless there is a `.env` already. */
async function addEnvironment(example: vscode.Uri, config: vscode.Uri): Promise<void> {
  const target = vscode.Uri.joinPath(config, '..', '.env');
  try {
    await vscode.workspace.fs.copy(example, target, { overwrite: false });
  } catch {
    // The example has none, or the user's own stays.
  }
}
