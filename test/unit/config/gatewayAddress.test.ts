import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteAddress, readAddress, seemsServed } from '../../../src/config/gatewayAddress.ts';
import { type Home, homeAt } from '../../../src/config/home.ts';

const URL = 'http://127.0.0.1:4000';
let home: Home;

beforeEach(async () => {
  home = homeAt(await mkdtemp(join(tmpdir(), 'torii-note-')));
});
afterEach(() => rm(home.directory, { recursive: true }));

describe('the note of where a gateway listens', () => {
  it('tells programs the address, and a window that somebody is there, until the gateway ends', async () => {
    expect(seemsServed(home)).toBe(false);
    const note = await noteAddress(home, URL);
    expect(await readAddress(home)).toBe(URL);
    expect(seemsServed(home)).toBe(true);
    await note.remove();
    expect(await readAddress(home)).toBeUndefined();
    expect(seemsServed(home)).toBe(false);
  });

  it('stays when another gateway has written its own meanwhile', async () => {
    const note = await noteAddress(home, URL);
    await noteAddress(home, 'http://127.0.0.1:4001');
    await note.remove();
    expect(await readAddress(home)).toBe('http://127.0.0.1:4001');
  });

  it('of a process that was killed tells a window that nobody is there', async () => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(child, 'exit');
    await writeFile(join(home.directory, 'gateway.url'), `${URL}\nid\n${child.pid}\n`);
    expect(seemsServed(home)).toBe(false);
  });

  it.each(['', URL, `${URL}\nid\n`, `${URL}\nid\nsoon\n`, `${URL}\nid\n0\n`])(
    'without a process (%j) is no reason to expect anybody',
    async (text) => {
      await writeFile(join(home.directory, 'gateway.url'), text);
      expect(seemsServed(home)).toBe(false);
    },
  );
});
