import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../../src/protocol/me.ts';
import { expectFields } from '../../api/answers.ts';
import { mePath, withQuery } from '../../api/paths.ts';
import { useDashboard } from '../../app/dashboard.tsx';

/** Who is logged in. In the editor that is always its owner, and nothing is asked. */
export function useMe(): UseQueryResult<Me> {
  const { transport, timeZone } = useDashboard();
  return useQuery({
    queryKey: ['me'],
    queryFn: async () => expectFields<Me>(await transport.get(withQuery(mePath, { timeZone })), ['role', 'key', 'own']),
    enabled: transport.login !== undefined,
  });
}
