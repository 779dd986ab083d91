import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runConfigure } from './cli/configure.ts';
import { runDoctor } from './cli/doctor.ts';
import { runLedgerCommand } from './cli/ledgerCommand.ts';
import { terminalSurroundings } from './cli/terminal.ts';
import { composeDoctorParts } from './compose/doctor.ts';
import { type RunningGateway, startGateway } from './compose.ts';
import { findHome, type Home, homeAt } from './config/home.ts';
import { messageOf } from './domain/errors.ts';
import { createTerminalLogger, LOG_LEVELS, type LogLevel } from './lineLogger.ts';
import { limitLog } from './logLimit.ts';
import type { FromWorker } from './protocol/worker.ts';
import { isExcluded } from './providers/network/noProxy.ts';
import { StartError } from './startError.ts';
import { systemClock } from './systemPorts.ts';

const DRAIN_MS = 30_000;
const DEFAULT_PORT = 4000;
const DEFAULT_HOST = '127.0.0.1';

const USAGE = `Usage: torii [options]
       torii configure <agent> [options]   point a coding agent at the running gateway
       torii mcp [options]                 MCP server over stdio
       torii doctor [options]              say what is wrong between a client and a model, and what mends it
       torii backup [options]              copy the ledger, while the gateway runs
       torii vacuum [options]              give the ledger's unused space back to the disk

A local, LiteLLM-compatible LLM gateway.

Options:
  -c, --config FILE   LiteLLM config; a .env beside it is read, too
                      (default: config.yaml in the home, made at first start)
      --port N        port to listen on (default ${DEFAULT_PORT}; 0 takes a free one)
      --host H        address to listen on (default ${DEFAULT_HOST})
      --demo          built-in demo models and a home of their own; prints a key and a curl line
      --debug, --detailed_debug
                      more log lines
      --log-level L   debug, info, warn or error (default info)
      --detached      for the editor, which starts the program this way: tells its parent when it listens, and
                      can be ended over HTTP
  -v, --version       print the version
  -h, --help          print this text

Environment:
  TORII_HOME          folder of the ledger, the master key and the config
                      (default: $XDG_DATA_HOME/torii, else ~/.torii)
  LITELLM_MASTER_KEY  admin key, besides the one in the home's master.key
`;

const OPTIONS = {
  config: { type: 'string', short: 'c' },
  port: { type: 'string' },
  host: { type: 'string' },
  demo: { type: 'boolean' },
  debug: { type: 'boolean' },
  detailed_debug: { type: 'boolean' },
  'log-level': { type: 'string' },
  detached: { type: 'boolean' },
  version: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Arguments = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** The command line program. Exit codes: 0 after a stop, 1 when it cannot start, 2 for arguments it does not know. */
export async function runHeadless(args: readonly string[], distDirectory: string): Promise<void> {
  const [command, ...rest] = args;
  if (command === 'configure') return await endWith(runConfigure(rest, terminalSurroundings(systemClock)));
  if (command === 'backup' || command === 'vacuum')
    return await endWith(runLedgerCommand(command, rest, terminalSurroundings(systemClock)));
  if (command === 'doctor') return await diagnose(rest);
  if (command === 'mcp') return await serveMcp(rest);
  return await serve(args, distDirectory);
}

async function diagnose(args: readonly string[]): Promise<void> {
  const logger = createTerminalLogger('error', systemClock, process.stderr);
  const partsFor = (home: Home, configFile: string) => composeDoctorParts(home, configFile, process.env, logger);
  const code = await runDoctor(args, terminalSurroundings(systemClock), {
    version: version(),
    partsFor,
    excludes: isExcluded,
  });
  // Connections that are kept alive would hold the program for some seconds.
  process.stdout.write('', () => process.exit(code));
}

async function serve(args: readonly string[], distDirectory: string): Promise<void> {
  keepHeapSmall();
  const values = readArguments(args);
  if (values === undefined) return;
  if (values.help === true) return void process.stdout.write(USAGE);
  if (values.version === true) return void process.stdout.write(`${version()}\n`);
  const port = toPort(values.port);
  if (port === undefined) return fail(`--port: '${values.port}' is not a port number`, 2);
  const logLevel = toLogLevel(values);
  if (logLevel === undefined)
    return fail(`--log-level: '${values['log-level']}' is not one of ${LOG_LEVELS.join(', ')}`, 2);
  try {
    const gateway = await start(values, port, logLevel, distDirectory);
    // A detached program's output is a log, which has said so.
    if (values.detached !== true)
      process.stdout.write(`listening on ${gateway.baseUrl}\n${values.demo === true ? demoText(gateway) : ''}`);
    tellParent({ type: 'ready', baseUrl: gateway.baseUrl, port: gateway.port });
  } catch (thrown) {
    const error = thrown instanceof StartError ? thrown : new StartError('internal', thrown);
    tellParent({ type: 'failed', code: error.code, message: error.message });
    fail(thrown instanceof StartError ? thrown.message : String(thrown), 1);
  }
}

/** Loaded only here: the gateway starts without it. */
async function serveMcp(args: readonly string[]): Promise<void> {
  const { runMcp } = await import('./mcp/mcpCommand.ts');
  try {
    await runMcp({ args, environment: process.env, print: (text) => process.stdout.write(text) });
    // Connections that are kept alive would hold the program for some seconds.
    process.stdout.write('', () => process.exit(0));
  } catch (thrown) {
    fail(messageOf(thrown), 2);
  }
}

async function start(
  values: Arguments,
  port: number,
  logLevel: LogLevel,
  distDirectory: string,
): Promise<RunningGateway> {
  const home = findHome(process.env);
  const stop = new ProgramStop();
  const gateway = await startGateway({
    // The demo's made-up money stays out of the real ledger.
    home: values.demo === true ? homeAt(resolve(home.directory, 'demo')) : home,
    host: values.host ?? DEFAULT_HOST,
    port,
    configFile: values.config === undefined ? undefined : resolve(values.config),
    version: version(),
    distDirectory,
    environment: process.env,
    logger: createTerminalLogger(logLevel, systemClock, process.stderr),
    ...(values.detached === true ? { runsIn: 'detached', onShutdown: (drainMs) => stop.begin(drainMs) } : {}),
  });
  stop.watchSignals(gateway);
  if (values.detached === true) limitLog(home.directory, gateway.port);
  return gateway;
}

/**
 * V8 lets the space of young objects grow to tens of MB under load, and what it lets live there waits among the old ones until
 * these are a multiple of what is alive. Kept at its first size, and collected at 1.6 times, the heap stays smaller. See docs/decisions/2026-11-26-memory.md.
 */
function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
}

function readArguments(args: readonly string[]): Arguments | undefined {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    fail(messageOf(error), 2);
    return undefined;
  }
}

function toLogLevel(values: Arguments): LogLevel | undefined {
  if (values.debug === true || values.detailed_debug === true) return 'debug';
  const name = values['log-level'] ?? 'info';
  return LOG_LEVELS.find((level) => level === name);
}

function toPort(text: string | undefined): number | undefined {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65_535 ? port : undefined;
}

/** The end of the program: by a signal, or by the editor. */
class ProgramStop {
  #gateway: RunningGateway | undefined;
  #stopping = false;

  watchSignals(gateway: RunningGateway): void {
    this.#gateway = gateway;
    const onSignal = (): void => {
      // A second signal is an order to end at once.
      if (this.#stopping) process.exit(1);
      this.begin(DRAIN_MS);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  }

  begin(drainMs: number): void {
    this.#stopping = true;
    void this.#gateway?.close(drainMs).then(
      () => process.exit(0),
      (error: unknown) => fail(`stopped with an error: ${String(error)}`, 1),
    );
  }
}

/** Whoever started the program over IPC learns how it went. */
function tellParent(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

function demoText({ baseUrl, homeKey }: RunningGateway): string {
  return `
Torii's demo is ready. Nothing leaves this machine.

  Base URL   ${baseUrl}
  API key    ${homeKey}
  Models     demo-chat, demo-fallback, demo-embedding
  Dashboard  ${baseUrl}/ui  (log in with the API key)

  curl ${baseUrl}/v1/chat/completions -H "Authorization: Bearer ${homeKey}" \\
    -H "Content-Type: application/json" \\
    -d '{"model": "demo-chat", "messages": [{"role": "user", "content": "Hello"}]}'

Press Ctrl+C to stop.
`;
}

function version(): string {
  return process.env['TORII_VERSION'] ?? 'development';
}

function fail(reason: string, code: number): void {
  process.stderr.write(`torii: ${reason}\n`);
  process.exitCode = code;
}

async function endWith(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}
