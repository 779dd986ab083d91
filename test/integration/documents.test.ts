import { describe, expect, it } from 'vitest';
import { startTestGateway } from './support/gateway.ts';
import { answer, type Json } from './support/management.ts';

const CONFIG = 'model_list: [{ model_name: demo, litellm_params: { model: demo/chat } }]\n';

type Operation = { summary: string; tags: string[]; security: Json[]; parameters: { name: string; in: string }[] };

describe('/openapi.json', () => {
  it('has every route of the server with summary, area, parameters and who may call it', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { routes } = await answer<{ routes: { path: string; methods: string[] }[] }>(gateway.call('/routes'));
    const { paths } = await answer<{ paths: Record<string, Record<string, Operation>> }>(gateway.call('/openapi.json'));
    expect(routes.length).toBeGreaterThan(60);
    for (const { path: url, methods } of routes) {
      const path = url.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
      for (const method of methods) {
        const operation = paths[path]?.[method.toLowerCase()];
        expect(operation?.summary, `${method} ${path}`).toMatch(/\S/);
        const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
        const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        expect(inPath).toEqual(named);
      }
    }
    const count = Object.values(paths).reduce((sum, operations) => sum + Object.keys(operations).length, 0);
    expect(count).toBe(routes.flatMap(({ methods }) => methods).length);
    expect(paths['/spend/logs/v2']?.['get']?.parameters.map(({ name }) => name)).toContain('status_filter');
  });

  it('says truly which routes are open: all others refuse a caller without a key', async () => {
    const gateway = await startTestGateway(CONFIG);
    const { paths } = await answer<{ paths: Record<string, Record<string, Operation>> }>(gateway.call('/openapi.json'));
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { security }] of Object.entries(operations)) {
        if (security.length === 0) continue;
        const url = gateway.baseUrl + path.replaceAll(/\{\w+\}/g, 'x');
        const { status } = await fetch(url, { method: method.toUpperCase() });
        expect([method, path, status]).toEqual([method, path, 401]);
      }
    }
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const gateway = await startTestGateway(CONFIG);
    const response = await gateway.call('/docs', undefined, {});
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await response.text();
    expect(page).toContain('/global/spend/report');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
