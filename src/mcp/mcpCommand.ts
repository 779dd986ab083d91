import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { findHome } from '../config/home.ts';
import { GatewayBridge } from './gatewayBridge.ts';

const DEFAULT_PORT = '4000';
const DEFAULT_HOST = '127.0.0.1';

const USAGE = `Usage: torii mcp [options]

An MCP server over stdin and stdout with figures of the running gateway of this home: spend, budgets, models, errors,
traces. It reads only.

Options:
      --port N        port of the gateway (default ${DEFAULT_PORT})
      --host H        address of the gateway (default ${DEFAULT_HOST})
  -h, --help          print this text

Environment:
  TORII_HOME          folder with the master key (default: $XDG_DATA_HOME/torii, else ~/.torii)
  TORII_API_KEY       virtual key to ask with: shows its own data alone (default: the home's key, which sees all)
`;

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

export interface McpProgram {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
}

/** The sub-command `torii mcp`: serves until its input ends. Throws TypeError for options it does not know. */
export async function runMcp({ args, environment, print }: McpProgram): Promise<void> {
  const { host = DEFAULT_HOST, port = DEFAULT_PORT, help } = parseArgs({ args: [...args], options: OPTIONS }).values;
  if (help === true) return print(USAGE);
  if (!/^\d{1,5}$/.test(port)) throw new TypeError(`--port: '${port}' is not a port number`);
  const { masterKeyFile } = findHome(environment);
  const bridge = new GatewayBridge({
    baseUrl: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    homeKey: async () => (await readFile(masterKeyFile, 'utf8').catch(() => '')).trim() || undefined,
    apiKey: environment['TORII_API_KEY'] || undefined,
  });
  await serve(bridge, new StdioServerTransport());
}

/** Resolves when the input has ended and everything that was asked is answered. */
async function serve(bridge: GatewayBridge, transport: StdioServerTransport): Promise<void> {
  const running = new Set<Promise<void>>();
  const answer = async (message: JSONRPCMessage): Promise<void> => {
    const reply = await bridge.forward(message);
    if (reply !== undefined) await transport.send(reply);
  };
  transport.onmessage = (message) => {
    const work = answer(message).finally(() => running.delete(work));
    running.add(work);
  };
  const ended = new Promise((resolve) => process.stdin.once('end', resolve));
  await transport.start();
  await ended;
  await Promise.allSettled(running);
}
