import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withStartLock } from '../../../src/vscode/startLock.ts';
import { openGate } from '../../integration/support/openGate.ts';

/** Above every process number that Linux gives. */
const NOBODY = 4_194_305;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torii-lock-'));
  file = join(folder, 'home', 'starting.lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('the lock of a start', () => {
  it('lets one at a time do its work; the other learns that it has been done', async () => {
    const gate = openGate();
    let works = 0;
    const work = async (): Promise<string> => {
      works += 1;
      await gate.opened;
      return 'started';
    };
    const first = withStartLock(file, work);
    const second = withStartLock(file, work);
    gate.open();
    expect((await Promise.all([first, second])).toSorted()).toEqual(['busy', 'started']);
    expect(works).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  it('is free again when the work fails', async () => {
    await expect(withStartLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await withStartLock(file, async () => 'started')).toBe('started');
  });

  it('does not outlive the window that took it', async () => {
    await withStartLock(file, async () => undefined);
    writeFileSync(file, String(NOBODY));
    expect(await withStartLock(file, async () => 'started')).toBe('started');
  });

  it('is not waited for when it is old, whoever has it', async () => {
    await withStartLock(file, async () => undefined);
    writeFileSync(file, String(process.pid));
    utimesSync(file, 0, 0);
    expect(await withStartLock(file, async () => 'started')).toBe('started');
  });

  it('keeps nobody from working where it cannot be made', async () => {
    writeFileSync(join(folder, 'home'), 'a file where a folder should be');
    expect(await withStartLock(file, async () => 'started')).toBe('started');
  });
});
