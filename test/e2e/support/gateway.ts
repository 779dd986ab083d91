import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Sandbox } from './sandbox.ts';

const answerSchema = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

const statusSchema = z.object({ pid: z.number().int(), configFile: z.string() });

export async function homeKey(sandbox: Sandbox): Promise<string> {
  return (await readFile(join(sandbox.toriiHome, 'master.key'), 'utf8')).trim();
}

/** Process that runs the gateway: an extension host, or a program of its own. */
export async function gatewayPid(sandbox: Sandbox): Promise<number> {
  return (await readStatus(sandbox)).pid;
}

/** Config that the gateway runs on. */
export async function gatewayConfig(sandbox: Sandbox): Promise<string> {
  return (await readStatus(sandbox)).configFile;
}

async function readStatus(sandbox: Sandbox): Promise<z.infer<typeof statusSchema>> {
  const headers = { authorization: `Bearer ${await homeKey(sandbox)}` };
  const answer = await fetch(`http://127.0.0.1:${sandbox.gatewayPort}/torii/status`, { headers });
  return statusSchema.parse(await answer.json());
}

/** Changes something over the gateway's own API, with the home key. */
export async function gatewayPut(sandbox: Sandbox, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${sandbox.gatewayPort}${path}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${await homeKey(sandbox)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}: ${await answer.text()}`);
}

/** Makes a virtual key over the gateway's own API, and gives it back. */
export async function gatewayKey(sandbox: Sandbox, body: unknown): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${sandbox.gatewayPort}/key/generate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await homeKey(sandbox)}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return z.object({ key: z.string() }).parse(await answer.json()).key;
}

/** Asks the gateway as any OpenAI client does, `as` the holder of a key, and gives back what the model said. */
export async function askModel(sandbox: Sandbox, model: string, question: string, as?: string): Promise<string> {
  const key = as ?? (await homeKey(sandbox));
  const answer = await fetch(`http://127.0.0.1:${sandbox.gatewayPort}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: question }] }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}: ${text}`);
  return answerSchema.parse(JSON.parse(text)).choices[0]?.message.content ?? '';
}
