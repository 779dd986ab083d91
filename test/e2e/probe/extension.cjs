/** An extension of somebody else's that uses the editor's Language Model API, and writes down what it got. */
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const TOOL = {
  name: 'get_weather',
  description: 'Tells the weather of a place.',
  inputSchema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

async function collect(model, messages, options, token) {
  const answer = await model.sendRequest(messages, options, token);
  const parts = [];
  for await (const part of answer.stream) parts.push(part);
  return parts;
}

function plain(part) {
  if (part instanceof vscode.LanguageModelTextPart) return { text: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart) return { tool: part.name, input: part.input };
  if (part instanceof vscode.LanguageModelThinkingPart) return { thinking: part.value };
  return { other: String(part) };
}

async function ask() {
  const [model, ...others] = await vscode.lm.selectChatModels({ vendor: 'torii' });
  const { User, Assistant } = vscode.LanguageModelChatMessage;
  const image = vscode.LanguageModelDataPart.image(Buffer.from(PNG, 'base64'), 'image/png');
  const question = User([new vscode.LanguageModelTextPart('How is the weather in this picture?'), image]);
  const none = new vscode.CancellationTokenSource().token;
  const first = await collect(model, [question], { tools: [TOOL] }, none);
  const call = first.find((part) => part instanceof vscode.LanguageModelToolCallPart);
  const result = new vscode.LanguageModelToolResultPart(call.callId, [new vscode.LanguageModelTextPart('Sunny')]);
  const second = await collect(model, [question, Assistant([call]), User([result])], { tools: [TOOL] }, none);
  return {
    models: [model, ...others].map(({ id, family, maxInputTokens }) => ({ id, family, maxInputTokens })),
    first: first.map(plain),
    second: second.map(plain),
    tokens: await model.countTokens('Hello, torii'),
    cancelled: await cancel(model, question),
    failure: await fail(model, question),
  };
}

/** Ends an answer after its first piece. */
async function cancel(model, question) {
  const source = new vscode.CancellationTokenSource();
  const answer = await model.sendRequest([question], {}, source.token);
  try {
    for await (const _part of answer.stream) source.cancel();
    return 'the stream ended';
  } catch (error) {
    return error.message;
  }
}

async function fail(model, question) {
  try {
    await collect(model, [question], {}, new vscode.CancellationTokenSource().token);
    return undefined;
  } catch (error) {
    return { message: error.message, isLanguageModelError: error instanceof vscode.LanguageModelError };
  }
}

function activate(context) {
  const file = join(vscode.workspace.workspaceFolders[0].uri.fsPath, 'answers.json');
  const run = async () => {
    const answers = await ask().catch((error) => ({ error: error.stack ?? String(error) }));
    writeFileSync(file, JSON.stringify(answers));
  };
  context.subscriptions.push(vscode.commands.registerCommand('probe.ask', run));
}

module.exports = { activate };
