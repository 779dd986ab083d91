import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ConfigSource, createSettingsSource } from '../../../src/config/settingsSource.ts';
import { createNodeConfigFiles } from '../../../src/config/source/configFiles.ts';
import type { Clock } from '../../../src/domain/ports.ts';
import type { GatewaySettings } from '../../../src/domain/settings.ts';
import { DEMO, entry } from './parse.ts';

/** Sleeps not at all: every event of the file system is worth a load of its own here. */
const eagerClock: Clock = {
  now: () => 0,
  monotonic: () => 0,
  sleep: () => Promise.resolve(),
  timer: () => () => undefined,
};
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let folder: string;
let file: string;
let source: ConfigSource;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torii-config-'));
  file = join(folder, 'config.yaml');
  writeFileSync(file, DEMO);
  source = await createSettingsSource({ file, clock: eagerClock, logger: silent, environment: {} });
});

afterEach(async () => {
  await source.close();
  rmSync(folder, { recursive: true });
});

function nextChange(): Promise<GatewaySettings> {
  return new Promise((resolve) => source.onChange(resolve));
}

test('a file that is written in place is taken over', async () => {
  const changed = nextChange();
  writeFileSync(file, entry('model: demo/two'));
  expect((await changed).deployments[0]?.model).toBe('two');
});

test('a file that an editor renames over the old one is taken over, every time', async () => {
  for (const model of ['two', 'three']) {
    const changed = nextChange();
    writeFileSync(`${file}.tmp`, entry(`model: demo/${model}`));
    renameSync(`${file}.tmp`, file);
    expect((await changed).deployments[0]?.model).toBe(model);
  }
});

test('a file that does not exist is undefined', () => {
  const files = createNodeConfigFiles();
  expect(files.readFile(join(folder, 'none.yaml'))).toBeUndefined();
  expect(files.readFile(folder)).toBeUndefined();
});
