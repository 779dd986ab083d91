import { makeSandbox } from '/work/main/test/e2e/support/sandbox.ts';
import { startCodeServer } from '/work/main/test/e2e/support/codeServer.ts';
import { launchBrowser } from '/work/main/test/e2e/support/browser.ts';
import { Workbench } from '/work/main/test/e2e/pages/workbench.ts';
const port = process.argv[2];
const extra = JSON.parse(process.argv[3] ?? '{}');
const sandbox = await makeSandbox({ ...(port ? {'torii.port': Number(port)} : {}), 'torii.autoStart': false, ...extra });
const cs = await startCodeServer(sandbox);
const b = await launchBrowser();
const w = await Workbench.open(b, cs.url(await sandbox.workspace('x')));

await w.waitForStatus(/runs in this window/);
await new Promise(r => setTimeout(r, 22000));
await w.run('Notifications: Show Notifications');
await new Promise(r => setTimeout(r, 500));
console.log(await w.page.locator('.notification-list-item').allInnerTexts());
await w.page.screenshot({ path: `/tmp/scratch/ports-${port ?? 'free'}.png` });
await b.close(); await cs.stop(); await sandbox.remove();
