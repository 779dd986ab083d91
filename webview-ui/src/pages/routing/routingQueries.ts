import type { UseQueryResult } from '@tanstack/react-query';
import type { FALLBACKS_PATH, ROUTING_PATH, Routing } from '../../../../src/protocol/routing.ts';
import { useAnswer } from '../../api/queries.ts';

const routingPath: typeof ROUTING_PATH = '/torii/routing';
export const fallbacksPath: typeof FALLBACKS_PATH = '/torii/routing/fallbacks';

export function useRouting(): UseQueryResult<Routing> {
  return useAnswer<Routing>(['routing'], () => routingPath, ['chains', 'models', 'settings']);
}
