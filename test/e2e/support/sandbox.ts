import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort, isPortFree } from '../../support/freePort.ts';
import { removeFolder } from '../../support/removeFolder.ts';

/** A machine of its own for one test file: home folders, settings and a free port. */
export interface Sandbox {
  readonly folder: string;
  readonly userHome: string;
  readonly toriiHome: string;
  readonly userData: string;
  readonly extensions: string;
  readonly gatewayPort: number;
  /** Makes a folder to open in the editor. */
  workspace(name: string): Promise<string>;
  /** Writes a file, with the folders above it. */
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Quiet editor: nothing in the pictures that is not ours. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export async function makeSandbox(settings: Readonly<Record<string, unknown>>): Promise<Sandbox> {
  const folder = await mkdtemp(join(tmpdir(), 'torii-e2e-'));
  const gatewayPort = await freePort();
  const userData = join(folder, 'user-data');
  await mkdir(join(userData, 'User'), { recursive: true });
  await mkdir(join(folder, 'home'));
  const all = { ...QUIET, 'torii.port': gatewayPort, ...settings };
  await writeFile(join(userData, 'User', 'settings.json'), JSON.stringify(all, undefined, 2));
  return {
    folder,
    userHome: join(folder, 'home'),
    toriiHome: join(folder, 'torii-home'),
    userData,
    extensions: join(folder, 'extensions'),
    gatewayPort,
    workspace: async (name) => {
      const path = join(folder, 'projects', name);
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'README.md'), `# ${name}\n`);
      return path;
    },
    write: async (file, text) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    },
    remove: () => removeFolder(folder),
  };
}

/** A free port that the editor would offer to open the moment it sees it: for others it waits a while first. */
export async function freeRoundPort(): Promise<number> {
  for (let port = 20_000; port < 60_000; port += 1000) {
    if (await isPortFree(port)) return port;
  }
  throw new Error('No multiple of 1000 is a free port.');
}
