/**
 * A window without its editor: the controller with its real surroundings in a process of its own. Arguments: home, port,
 * run mode, version. Tells every state and log line as a line of JSON, and does what lines on stdin say: `start`, `stop`,
 * `restart`, `dispose`, or `mode …`.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { homeAt } from '../../src/config/home.ts';
import { GatewayController } from '../../src/vscode/gatewayController.ts';
import { hostPorts } from '../../src/vscode/hostPorts.ts';
import type { RunMode } from '../../src/vscode/settingIds.ts';
import { SharedHome } from '../../src/vscode/sharedHome.ts';

const [, , folder = '', port = '', mode = '', version = ''] = process.argv;
let runMode = mode as RunMode;

const start = {
  home: folder,
  host: '127.0.0.1',
  port: Number(port),
  configFile: undefined,
  logLevel: 'info' as const,
  version,
  distDir: join(import.meta.dirname, '../../dist'),
};
const tell = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const controller = new GatewayController(
  hostPorts(
    new SharedHome(homeAt(folder)),
    () => ({ runMode, start }),
    ({ level, line }) => tell({ log: { level, line } }),
  ),
);
controller.onState((state) => tell({ state }));

const COMMANDS: Readonly<Record<string, (argument: string) => Promise<unknown>>> = {
  start: () => controller.start(),
  stop: () => controller.stop(),
  restart: () => controller.restart(),
  mode: async (argument) => {
    runMode = argument as RunMode;
  },
  dispose: async () => {
    await controller.dispose();
    process.exit(0);
  },
};

tell({ loaded: true });
for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', argument = ''] = line.split(' ');
  await COMMANDS[command]?.(argument);
  tell({ done: line });
}
