import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../src/clients/agents.ts';
import { compareVersions } from '../../../src/clients/findPrograms.ts';
import { findTooOld, manualSettings } from '../../../src/clients/manualSettings.ts';
import { AgentHome, CHOICE, KEY } from './agents/agentHome.ts';

function putExtension(home: AgentHome, folder: string, version: string): void {
  home.put(`${folder}/extensions/saoudrizwan.claude-dev-${version}/package.json`, '{}');
}

describe('what is found of an agent', () => {
  it('is nothing on a machine without it', () => {
    expect(new AgentHome('cline').setup.detect()).toMatchObject({ found: false, programs: [], running: undefined });
  });

  it('names the extension of every editor, and the CLI with its version', () => {
    const home = new AgentHome('cline', { variables: {} });
    const bin = join(home.home, 'bin');
    Object.assign(home.environment.variables, { PATH: `/nowhere:${bin}` });
    putExtension(home, '.vscode', '4.1.13');
    putExtension(home, '.local/share/code-server', '4.0.12-universal');
    home.put('lib/cline/package.json', '{"name":"cline","version":"3.0.65"}');
    const program = home.put('lib/cline/bin/cline', '#!/bin/sh\n', 0o755);
    home.put('bin/other', '');
    symlinkSync(program, join(bin, 'cline'));
    expect(home.setup.detect().programs).toEqual([
      { kind: 'cli', path: join(bin, 'cline'), version: '3.0.65' },
      {
        kind: 'extension',
        path: join(home.home, '.vscode/extensions/saoudrizwan.claude-dev-4.1.13'),
        version: '4.1.13',
      },
      {
        kind: 'extension',
        path: join(home.home, '.local/share/code-server/extensions/saoudrizwan.claude-dev-4.0.12-universal'),
        version: '4.0.12',
      },
    ]);
  });

  it('tells from Cline’s lock whether its background process runs', () => {
    const home = new AgentHome('cline');
    const lock = '.cline/data/locks/hub/production.json';
    home.put(lock, JSON.stringify({ pid: process.pid }));
    expect(home.setup.detect()).toMatchObject({ found: true, running: true });
    home.put(lock, JSON.stringify({ pid: 2 ** 30 }));
    expect(home.setup.detect().running).toBe(false);
    home.put(lock, 'no lock');
    expect(home.setup.detect().running).toBe(undefined);
  });
});

describe('an extension that keeps its settings inside the editor', () => {
  it('is too old where nothing newer and no CLI is beside it', () => {
    const home = new AgentHome('cline');
    putExtension(home, '.vscode', '3.65.0');
    expect(findTooOld(agents.cline, home.setup.detect())).toBe('3.65.0');
    putExtension(home, '.vscode-server', '3.66.0');
    expect(findTooOld(agents.cline, home.setup.detect())).toBe(undefined);
  });

  it('gets lines to copy instead', () => {
    expect(manualSettings({ ...CHOICE, planModel: 'thinker' }, KEY)).toBe(
      `API Provider: LiteLLM\nBase URL: http://127.0.0.1:4000\nAPI Key: ${KEY}\nModel: coding\nModel for Plan mode: thinker`,
    );
  });

  it('versions are compared by number', () => {
    expect(
      [
        ['3.9.0', '3.66.0'],
        ['4.0.0', '3.99.9'],
        ['3.66.0', '3.66.0-beta'],
      ].map(([a = '', b = '']) => Math.sign(compareVersions(a, b))),
    ).toEqual([-1, 1, 0]);
  });
});
