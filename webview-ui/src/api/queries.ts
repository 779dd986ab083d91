import { keepPreviousData, QueryCache, QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ModelList, Overview, RequestDetail, RequestList, Status } from '../../../src/protocol/api.ts';
import type { AuditList } from '../../../src/protocol/audit.ts';
import type { LedgerState } from '../../../src/protocol/billing.ts';
import { useDashboard } from '../app/dashboard.tsx';
import { useLive } from '../app/live.tsx';
import { isServing } from '../app/liveState.ts';
import type { Period } from '../time/period.ts';
import { isSignedOut } from '../transport/apiError.ts';
import { expectFields, REFRESH_MS, refreshDelay } from './answers.ts';
import type { Question } from './early.ts';
import { auditPath, ledgerPath, modelsPath, requestsPath, withQuery } from './paths.ts';
import { askOverviewOf, askOverviewOfDays, askRequests, askStatus, ME_KEY } from './questions.ts';

/** Figures are pushed by notices; the slow refresh turns the day over and mends what was missed. */
export function createQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // A login ends with its gateway: then who reads is asked anew, and the page becomes the login.
      onError: (error, { queryKey }) => {
        if (isSignedOut(error) && queryKey[0] !== ME_KEY) void client.invalidateQueries({ queryKey: [ME_KEY] });
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        staleTime: REFRESH_MS,
        refetchInterval: ({ state }) => refreshDelay(state.error),
      },
    },
  });
  return client;
}

/** Whether there is a gateway to ask. */
export function useServing(): boolean {
  const { surface } = useDashboard();
  const { gateway } = useLive();
  return surface === 'browser' || (gateway !== undefined && isServing(gateway));
}

/**
 * A GET of the gateway's API, kept fresh by notices. `question` names the answer and says how to ask for it now; `fields`
 * are those that the page cannot do without; `keep` shows the answer before while a new one is on its way; `still` is for
 * what never changes.
 */
export function useQuestion<T extends object>(
  question: () => Question,
  fields: readonly (keyof T & string)[],
  options: { readonly keep?: boolean; readonly enabled?: boolean; readonly still?: boolean } = {},
): UseQueryResult<T> {
  const { early } = useDashboard();
  const serving = useServing();
  return useQuery({
    queryKey: question().key,
    queryFn: async () => expectFields<T>(await early.get(question()), fields),
    enabled: serving && options.enabled !== false,
    ...(options.still === true
      ? { refetchInterval: false, staleTime: Number.POSITIVE_INFINITY, meta: { live: () => false } }
      : {}),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** The same for an answer that nobody asks for early. */
export function useAnswer<T extends object>(
  key: readonly unknown[],
  path: () => string,
  fields: readonly (keyof T & string)[],
  options: { readonly keep?: boolean; readonly enabled?: boolean; readonly still?: boolean } = {},
): UseQueryResult<T> {
  return useQuestion<T>(() => ({ key, path: path() }), fields, options);
}

export function useStatus(): UseQueryResult<Status> {
  const dashboard = useDashboard();
  return useQuestion<Status>(() => askStatus(dashboard), ['baseUrl', 'today']);
}

const OVERVIEW_FIELDS = ['totals', 'previous', 'latency', 'buckets'] as const;

/** Figures of the last `days` days, today included. */
export function useOverviewOfDays(days: number): UseQueryResult<Overview> {
  const dashboard = useDashboard();
  return useQuestion<Overview>(() => askOverviewOfDays(days, dashboard), OVERVIEW_FIELDS, { keep: true });
}

export function useOverview(period: Period): UseQueryResult<Overview> {
  const dashboard = useDashboard();
  return useQuestion<Overview>(() => askOverviewOf(period, dashboard), OVERVIEW_FIELDS, { keep: true });
}

/** The newest requests, at most `limit`. */
export function useRequests(limit: number): UseQueryResult<RequestList> {
  return useQuestion<RequestList>(() => askRequests(limit), ['requests', 'total'], { keep: true });
}

/** The newest changes, at most `limit`. */
export function useAudit(limit: number): UseQueryResult<AuditList> {
  const path = (): string => withQuery(auditPath, { limit });
  return useAnswer<AuditList>(['audit', limit], path, ['entries', 'total'], { keep: true });
}

/** How much room the ledger takes. */
export function useLedger(): UseQueryResult<LedgerState> {
  return useAnswer<LedgerState>(['ledger'], () => ledgerPath, ['file', 'bytes', 'freeBytes']);
}

export function useRequest(callId: string): UseQueryResult<RequestDetail> {
  return useAnswer<RequestDetail>(['request', callId], () => `${requestsPath}/${encodeURIComponent(callId)}`, [
    'attempts',
  ]);
}

export function useModels(): UseQueryResult<ModelList> {
  return useAnswer<ModelList>(['models'], () => modelsPath, ['groups']);
}

/** Names of the model groups in the order of the config, for colours; empty until known. */
export function useModelGroups(): readonly string[] {
  const { data } = useModels();
  return data?.groups.map(({ name }) => name) ?? [];
}
