import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLedgerProbe } from '../../../src/storage/ledgerProbe.ts';
import { startTestGateway } from '../support/gateway.ts';
import { DEMO, Patient } from './patient.ts';

describe('the program', () => {
  it('finds a Node that is too old, and leaves SQLite alone there', async () => {
    const patient = new Patient();
    expect(await patient.only('node-version')).toMatchObject({ status: 'ok' });
    patient.change = (parts) => ({ ...parts, machine: { ...parts.machine, nodeVersion: '20.11.1' } });
    const found = await patient.only('node-version');
    expect(found).toMatchObject({ status: 'failure', summary: 'Node 20.11.1 is too old.' });
    expect(found.fix).toContain('Node 22 or later');
    expect(await patient.only('native-module')).toMatchObject({ status: 'skipped' });
    expect(await patient.only('ledger-integrity')).toMatchObject({ status: 'skipped' });
  });

  it('finds a native module that cannot be loaded', async () => {
    const patient = new Patient();
    expect((await patient.only('native-module')).summary).toMatch(/^SQLite 3\.\d+\.\d+ is loaded\.$/);
    const broken = patient.write('no machine code', 'broken.node');
    patient.change = (parts) => ({
      ...parts,
      machine: { ...parts.machine, ledger: createLedgerProbe(join(patient.home, 'torii.db'), broken) },
    });
    const found = await patient.only('native-module');
    expect(found).toMatchObject({ status: 'failure', hop: 'Torii itself' });
    expect(found.detail).toContain('broken.node');
    expect(found.fix).toContain('package for this platform');
  });
});

describe('the home', () => {
  it('finds files that other users can read, each by its path', async () => {
    const patient = new Patient();
    patient.write('', 'torii.db');
    expect(await patient.only('home-permissions')).toMatchObject({ status: 'ok' });
    chmodSync(join(patient.home, 'torii.db'), 0o644);
    chmodSync(patient.home, 0o755);
    const found = await patient.check('home-permissions');
    expect(found.map(({ status, subject }) => [status, subject])).toEqual([
      ['failure', patient.home],
      ['failure', join(patient.home, 'torii.db')],
    ]);
    expect(found[1]?.fix).toContain('chmod go-rwx');
  });

  it('finds a home that is not there', async () => {
    const patient = new Patient();
    rmSync(patient.home, { recursive: true });
    const found = await patient.only('home-permissions');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.fix).toContain('TORII_HOME');
    expect(await patient.only('disk-space')).toMatchObject({ status: 'skipped' });
  });

  it('finds a disk with less room than is needed', async () => {
    const patient = new Patient();
    const withLimits = (low: number, full: number) => {
      patient.change = (parts) => ({ ...parts, machine: { ...parts.machine, diskLimits: { low, full } } });
    };
    withLimits(1, 1);
    expect(await patient.only('disk-space')).toMatchObject({ status: 'ok' });
    withLimits(Number.MAX_SAFE_INTEGER, 1);
    expect(await patient.only('disk-space')).toMatchObject({ status: 'warning' });
    withLimits(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const found = await patient.only('disk-space');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.fix).toContain('TORII_HOME');
  });

  it('reads the whole ledger, and finds a damaged page, a foreign file and a folder in its place', async () => {
    const gateway = await startTestGateway(DEMO);
    const patient = new Patient(gateway);
    expect((await patient.only('ledger-integrity')).summary).toContain('is sound');
    await gateway.close(0);
    patient.baseUrl = undefined;
    const file = join(patient.home, 'torii.db');
    patient.write('this is no database, but a text that somebody has put there'.repeat(200), 'torii.db');
    rmSync(`${file}-wal`, { force: true });
    const damaged = await patient.only('ledger-integrity');
    expect(damaged).toMatchObject({ status: 'failure', hop: 'Torii → ledger' });
    expect(damaged.summary).toContain('is damaged');
    expect(damaged.fix).toContain('keeps the damaged file aside');
    rmSync(file);
    expect(await patient.only('ledger-integrity')).toMatchObject({ status: 'skipped' });
  });

  it('finds a ledger that cannot be opened', async () => {
    const patient = new Patient();
    const folder = join(patient.directory, 'folder.db');
    writeFileSync(folder, '');
    patient.change = (parts) => ({
      ...parts,
      machine: { ...parts.machine, ledger: createLedgerProbe(patient.home) },
    });
    const found = await patient.only('ledger-integrity');
    expect(found).toMatchObject({ status: 'failure' });
    expect(found.summary).toContain('cannot be opened');
  });

  it('finds a key that is missing, and one that is none', async () => {
    const patient = new Patient();
    expect(await patient.only('master-key')).toMatchObject({ status: 'warning' });
    patient.write('not a key\n', 'master.key');
    expect(await patient.only('master-key')).toMatchObject({ status: 'failure' });
    patient.write('sk-test-home-key\n', 'master.key');
    expect(await patient.only('master-key')).toMatchObject({ status: 'ok' });
  });
});
