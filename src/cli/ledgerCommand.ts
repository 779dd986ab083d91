import { parseArgs } from 'node:util';
import type { GatewayClient } from '../apiClient/gatewayClient.ts';
import { findHome } from '../config/home.ts';
import { messageOf } from '../domain/errors.ts';
import { formatBytes } from '../protocol/byteSize.ts';
import { connectGateway } from './connectGateway.ts';
import type { Surroundings } from './surroundings.ts';

const LOCALE = 'en-US';

export type LedgerCommand = 'backup' | 'vacuum';

interface Command {
  readonly about: string;
  /** Does it, and says what was done. Throws GatewayRefusal. */
  readonly run: (client: GatewayClient) => Promise<string>;
}

const COMMANDS: Readonly<Record<LedgerCommand, Command>> = {
  backup: {
    about: `Copies the ledger of this home to a new file in the home's backups/, readable by you alone. The
running gateway makes the copy, and goes on serving requests.`,
    run: async (client) => {
      const { file, bytes } = await client.backUpLedger();
      return `Backed up the ledger to ${file} (${formatBytes(bytes, LOCALE)}).\n`;
    },
  },
  vacuum: {
    about: `Gives the room that deleted rows and prompts have left in the ledger of this home back to the disk. The
running gateway does it, and goes on serving requests. It rewrites a ledger of an older version once; requests
that come meanwhile wait, and it refuses while any run.`,
    run: async (client) => {
      const { bytesBefore, bytesAfter } = await client.vacuumLedger();
      return `The ledger takes ${formatBytes(bytesAfter, LOCALE)} now; it took ${formatBytes(bytesBefore, LOCALE)}.\n`;
    },
  },
};

const OPTIONS = { 'base-url': { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

/**
 * `torii backup` and `torii vacuum`, through the home's running gateway. Gives the exit code: 0, 1 where something
 * stood in the way, 2 for arguments it does not know.
 */
export async function runLedgerCommand(
  name: LedgerCommand,
  args: readonly string[],
  { variables, print, printError }: Pick<Surroundings, 'variables' | 'print' | 'printError'>,
): Promise<number> {
  const failed = (error: unknown, hint: string, code: number): number => {
    printError(`torii ${name}: ${messageOf(error)}\n${hint}`);
    return code;
  };
  let given: ReturnType<typeof readArguments>;
  try {
    given = readArguments(args);
  } catch (error) {
    return failed(error, `Try "torii ${name} --help".\n`, 2);
  }
  if (given.help === true) {
    print(usageOf(name));
    return 0;
  }
  try {
    const { client } = await connectGateway(findHome(variables), given['base-url']);
    print(await COMMANDS[name].run(client));
    return 0;
  } catch (error) {
    return failed(error, '', 1);
  }
}

function readArguments(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
}

function usageOf(name: LedgerCommand): string {
  return `Usage: torii ${name} [options]

${COMMANDS[name].about}

Options:
      --base-url U      the gateway's address (default: the running one of this home)
  -h, --help            print this text
`;
}
