import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../../src/protocol/me.ts';
import { expectFields } from '../../api/answers.ts';
import { askMe, ME_KEY } from '../../api/questions.ts';
import { useDashboard } from '../../app/dashboard.tsx';

/** Of an administrator there is no more to know than that. */
const ADMIN: Me = { role: 'admin', key: null, own: null };

/** Who is logged in. In the editor that is always its owner, and nothing is asked. */
export function useMe(): UseQueryResult<Me> {
  const { transport, early, timeZone, isAdmin } = useDashboard();
  return useQuery({
    queryKey: [ME_KEY],
    queryFn: async () => expectFields<Me>(await early.get(askMe({ timeZone })), ['role', 'key', 'own']),
    enabled: transport.login !== undefined,
    ...(isAdmin ? { initialData: ADMIN } : {}),
  });
}
