import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Sandbox } from './sandbox.ts';

const answerSchema = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** Asks the gateway as any OpenAI client does, and gives back what the model said. */
export async function askModel(sandbox: Sandbox, model: string, question: string): Promise<string> {
  const key = (await readFile(join(sandbox.toriiHome, 'master.key'), 'utf8')).trim();
  const answer = await fetch(`http://127.0.0.1:${sandbox.gatewayPort}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: question }] }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The gateway answered ${answer.status}: ${text}`);
  return answerSchema.parse(JSON.parse(text)).choices[0]?.message.content ?? '';
}
