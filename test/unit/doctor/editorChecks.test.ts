import { describe, expect, it } from 'vitest';
import { runChecks } from '../../../src/doctor/check.ts';
import { type EditorView, editorChecks } from '../../../src/vscode/doctor/editorChecks.ts';
import { ManualClock } from '../../support/manualClock.ts';

const HERE = 'http://127.0.0.1:4000';
const DESKTOP: EditorView = {
  state: { kind: 'running', baseUrl: HERE },
  wantedUrl: HERE,
  inBrowser: false,
  remote: false,
  externalUrl: async () => undefined,
};

async function find(id: string, view: Partial<EditorView>) {
  const run = { clock: new ManualClock(), language: 'en', only: [id], hide: (text: string) => text } as const;
  const [found] = await runChecks(editorChecks({ ...DESKTOP, ...view }), run);
  return found;
}

describe('the window’s part of the way', () => {
  it('finds a gateway that the settings do not name, and none at all', async () => {
    expect(await find('editor-settings', {})).toMatchObject({ status: 'ok' });
    expect(await find('editor-settings', { wantedUrl: 'http://127.0.0.1:4100' })).toMatchObject({ status: 'warning' });
    expect(await find('editor-settings', { state: { kind: 'stopped' } })).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('Start Proxy'),
    });
  });

  it('finds a gateway that ends with a browser’s tab', async () => {
    const attached = { kind: 'attached', baseUrl: HERE, version: '1' } as const;
    expect(await find('editor-lifetime', {})).toMatchObject({ status: 'ok' });
    expect(await find('editor-lifetime', { inBrowser: true })).toMatchObject({
      status: 'warning',
      fix: expect.stringContaining('detached'),
    });
    const inWindow = { inBrowser: true, state: { ...attached, runsIn: 'window' } } as const;
    expect(await find('editor-lifetime', inWindow)).toMatchObject({ status: 'warning' });
    const apart = { inBrowser: true, state: { ...attached, runsIn: 'detached' } } as const;
    expect(await find('editor-lifetime', apart)).toMatchObject({ status: 'ok' });
  });

  it('finds an editor in a browser that gives out no address for the gateway', async () => {
    expect(await find('editor-port-proxy', {})).toMatchObject({ status: 'ok' });
    expect(await find('editor-port-proxy', { inBrowser: true })).toMatchObject({ status: 'warning' });
    const proxied = async (): Promise<string> => 'https://code.example/proxy/4000/';
    expect(await find('editor-port-proxy', { inBrowser: true, externalUrl: proxied })).toMatchObject({
      status: 'ok',
      summary: expect.stringContaining('/proxy/4000/'),
    });
  });
});
