import * as vscode from 'vscode';
import type { LogLine } from './workerThread.ts';

/** The output channel "Torii": the gateway's log lines, and what the editor side has to say. */
export class LogChannel {
  readonly #channel = vscode.window.createOutputChannel('Torii', { log: true });

  readonly write = ({ level, line }: Pick<LogLine, 'level' | 'line'>): void => {
    this.#channel[level](line);
  };

  info(line: string): void {
    this.#channel.info(line);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
