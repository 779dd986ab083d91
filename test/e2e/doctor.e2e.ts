import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import type { Workbench } from './pages/workbench.ts';
import { takeShot } from './support/browser.ts';
import { type EditorWindow, openWindow } from './support/editorWindow.ts';

describe('a user who wonders what is wrong', () => {
  let window: EditorWindow;
  let workbench: Workbench;

  beforeAll(async () => {
    window = await openWindow({ folder: 'doctor', settings: { 'torii.autoStart': false } });
    ({ workbench } = window);
  });

  afterAll(() => window?.close());

  it('gets a report while the proxy is off: what fails, rendered, with an action to copy it', async () => {
    onTestFailed(() => takeShot(workbench.page, 'doctor-failed'));
    await workbench.waitForStatus(/Torii is off/);
    await workbench.run('Torii: Doctor');
    const notice = workbench.notification(/Doctor: failures: \d+/);
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Copy Report' }).waitFor();
    const report = workbench.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe');
    await report.getByRole('heading', { name: /^Torii Doctor/ }).waitFor();
    await report.getByText('gateway-up').first().waitFor();
    const text = await report.locator('body').innerText();
    expect(text).toContain('Torii: Start Proxy');
    expect(text).toContain('editor-lifetime');
    await takeShot(workbench.page, 'doctor-off');
  });
});
