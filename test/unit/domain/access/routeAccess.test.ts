import { describe, expect, it } from 'vitest';
import { holderRole, opensManagement, requireRoute } from '../../../../src/domain/access/routeAccess.ts';
import type { UserRole } from '../../../../src/domain/entities.ts';
import { holder } from '../../../support/holders.ts';

function mayCall(
  method: string,
  route: string,
  options: { role?: UserRole; allowed?: readonly string[]; adminOnly?: readonly string[]; path?: string } = {},
): boolean {
  const { role, allowed = [], adminOnly = [], path = route } = options;
  const caller = { role: 'key' as const, ...holder({ fields: { allowed_routes: allowed } }, { userRole: role }) };
  try {
    requireRoute(caller, { method, route, path }, adminOnly);
    return true;
  } catch {
    return false;
  }
}

describe('routes by role', () => {
  it.each([
    ['POST', '/v1/chat/completions', [true, true, true, false, true]],
    ['GET', '/v1/models/*', [true, true, true, true, true]],
    ['GET', '/key/info', [true, true, true, true, true]],
    ['POST', '/key/generate', [false, true, false, false, true]],
    ['POST', '/key/:key/regenerate', [false, true, false, false, true]],
    ['POST', '/team/new', [false, false, false, false, true]],
    ['POST', '/team/member_add', [true, true, true, false, true]],
    ['GET', '/budget/list', [false, false, false, true, true]],
    ['POST', '/budget/info', [false, false, false, true, true]],
    ['GET', '/spend/keys', [false, true, true, true, true]],
    ['GET', '/global/spend', [false, false, false, true, true]],
    ['POST', '/model/new', [false, false, false, false, true]],
    ['GET', '/a/route/nobody/classified', [false, false, false, true, true]],
  ] as const)('%s %s', (method, route, [nobody, user, viewer, adminViewer, admin]) => {
    expect(mayCall(method, route)).toBe(nobody);
    expect(mayCall(method, route, { role: 'internal_user' })).toBe(user);
    expect(mayCall(method, route, { role: 'internal_user_viewer' })).toBe(viewer);
    expect(mayCall(method, route, { role: 'proxy_admin_viewer' })).toBe(adminViewer);
    expect(mayCall(method, route, { role: 'proxy_admin' })).toBe(admin);
  });
});

describe('allowed routes of a key', () => {
  it('hold for administrators, too', () => {
    const options = { role: 'proxy_admin', allowed: ['llm_api_routes'] } as const;
    expect(mayCall('POST', '/v1/messages', options)).toBe(true);
    expect(mayCall('POST', '/key/generate', options)).toBe(false);
  });

  it('name groups, routes with what lies below, and prefixes', () => {
    expect(mayCall('POST', '/v1/chat/completions', { allowed: ['/v1/chat'] })).toBe(true);
    expect(mayCall('POST', '/v1/chatter', { allowed: ['/v1/chat'] })).toBe(false);
    expect(mayCall('POST', '/v1/embeddings', { allowed: ['/v1/*'] })).toBe(true);
    expect(mayCall('POST', '/v1/embeddings', { allowed: ['info_routes'] })).toBe(false);
    expect(mayCall('GET', '/key/info', { allowed: ['info_routes'] })).toBe(true);
  });

  it('are not fooled by escapes in the path', () => {
    const options = { allowed: ['/v1/models/%2e'], path: '/v1/models/%2e' };
    expect(mayCall('GET', '/v1/models/*', options)).toBe(false);
  });

  it('make an administrator within them of a key without a user', () => {
    expect(holderRole({ allowed_routes: ['management_routes'] }, undefined)).toBe('proxy_admin');
    expect(holderRole({ allowed_routes: ['management_routes'] }, 'internal_user')).toBe('internal_user');
    expect(holderRole({ allowed_routes: ['llm_api_routes'] }, undefined)).toBeUndefined();
    expect(opensManagement({ allowed_routes: ['/key/generate'] })).toBe(true);
    expect(opensManagement({ allowed_routes: ['/v1/chat/completions', '/key/info'] })).toBe(false);
    expect(opensManagement({ allowed_routes: ['/*'] })).toBe(true);
  });
});

describe('admin-only routes of the config', () => {
  it('refuse everybody else', () => {
    expect(mayCall('GET', '/v1/models', { adminOnly: ['/v1/models'] })).toBe(false);
    expect(mayCall('GET', '/v1/models', { adminOnly: ['/v1/models'], role: 'proxy_admin' })).toBe(true);
  });
});
