import { expect, it } from 'vitest';
import { managedGateway } from './support/management.ts';
import { EXPECTED_ROUTES, routesOf } from './support/routeClasses.ts';

/** Whether they are kept to, route by route and key by key, is tried in routeWalk.long.test.ts. */
it('every route has a class of those whom it lets in, and no class names a route that is gone', async () => {
  expect((await routesOf(await managedGateway())).toSorted()).toEqual([...EXPECTED_ROUTES.keys()].toSorted());
});
