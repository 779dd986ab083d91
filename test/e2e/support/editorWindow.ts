import type { Browser } from 'playwright-core';
import { Workbench } from '../pages/workbench.ts';
import { launchBrowser } from './browser.ts';
import { type CodeServer, startCodeServer } from './codeServer.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';

/** A window of the editor on a machine of its own. */
export interface EditorWindow {
  readonly sandbox: Sandbox;
  readonly codeServer: CodeServer;
  readonly browser: Browser;
  readonly workbench: Workbench;
  close(): Promise<void>;
}

export interface WindowWishes {
  /** Name of the folder that is open in it. */
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Of the browser. */
  readonly locale?: string;
  /** What stands on the machine before the editor starts. */
  readonly prepare?: (sandbox: Sandbox) => Promise<unknown>;
}

/** Starts the editor with the packed extension. What has started ends again where the rest does not come up. */
export async function openWindow({ folder, settings = {}, locale, prepare }: WindowWishes): Promise<EditorWindow> {
  const sandbox = await makeSandbox(settings);
  const ends: (() => Promise<unknown>)[] = [sandbox.remove];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    await prepare?.(sandbox);
    const codeServer = await startCodeServer(sandbox);
    ends.push(() => codeServer.stop());
    const browser = await launchBrowser();
    ends.push(() => browser.close());
    const workbench = await Workbench.open(browser, codeServer.url(await sandbox.workspace(folder)), locale);
    return { sandbox, codeServer, browser, workbench, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}
