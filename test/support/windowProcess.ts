import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ControllerState } from '../../src/vscode/gatewayState.ts';
import { endProcess } from './endProcess.ts';

const CHILD = join(import.meta.dirname, 'windowChild.ts');

export interface WindowOptions {
  readonly home: string;
  readonly port: number;
  readonly runMode?: 'inProcess' | 'detached';
  readonly version?: string;
}

/** A window in a process of its own, which can be killed as a closed tab kills its extension host. */
export class WindowProcess {
  readonly child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  readonly log: string[] = [];
  state: ControllerState = { kind: 'stopped' };
  readonly #told: ControllerState[] = [];
  readonly #done: string[] = [];
  #loaded = false;

  constructor({ home, port, runMode = 'inProcess', version = 'test' }: WindowOptions) {
    const child = spawn(process.execPath, [CHILD, home, String(port), runMode, version], {
      env: { PATH: process.env['PATH'], HOME: home },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child = child;
    createInterface({ input: child.stdout }).on('line', (line) => this.#hear(JSON.parse(line)));
  }

  /** Resolves when the window has done what it was told. */
  async tell(command: string): Promise<void> {
    await this.#until(() => this.#loaded);
    const before = this.#done.length;
    this.child.stdin?.write(`${command}\n`);
    await this.#until(() => this.#done.slice(before).includes(command));
  }

  reaches(kind: ControllerState['kind']): Promise<void> {
    return this.#until(() => this.state.kind === kind);
  }

  /** Resolves when the window tells that it is so from now on, whatever it has told before. */
  tellsAnew(kind: ControllerState['kind']): Promise<void> {
    const before = this.#told.length;
    return this.#until(() => this.#told.slice(before).some((state) => state.kind === kind));
  }

  logs(text: string): Promise<void> {
    return this.#until(() => this.log.some((line) => line.includes(text)));
  }

  /** As the system does it: no farewell. */
  async kill(): Promise<void> {
    await endProcess(this.child);
  }

  #hear(message: {
    state?: ControllerState;
    log?: { level: string; line: string };
    done?: string;
    loaded?: boolean;
  }): void {
    if (message.state !== undefined) {
      this.state = message.state;
      this.#told.push(message.state);
    }
    if (message.log !== undefined) this.log.push(`${message.log.level} ${message.log.line}`);
    if (message.done !== undefined) this.#done.push(message.done);
    if (message.loaded === true) this.#loaded = true;
    for (const look of [...this.#waiting]) look();
  }

  #until(fits: () => boolean): Promise<void> {
    if (fits()) return Promise.resolve();
    return new Promise((resolve) => {
      const look = (): void => {
        if (!fits()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
    });
  }
}
