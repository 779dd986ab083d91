import type { UseQueryResult } from '@tanstack/react-query';
import type { DESTINATIONS_PATH, DestinationList } from '../../../../src/protocol/destinations.ts';
import { useAnswer } from '../../api/queries.ts';

export const destinationsPath: typeof DESTINATIONS_PATH = '/torii/destinations';

export function useDestinations(): UseQueryResult<DestinationList> {
  return useAnswer<DestinationList>(['destinations'], () => destinationsPath, ['destinations']);
}
