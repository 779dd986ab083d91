import { type UseMutationResult, type UseQueryResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { withQuery } from '../../api/paths.ts';
import { useAnswer } from '../../api/queries.ts';
import { useDashboard } from '../../app/dashboard.tsx';
import type { ScoreBody, ScoreList, ScoreTarget } from './scores.ts';

const scoresPath = '/torii/scores';

export function useScores(target: ScoreTarget): UseQueryResult<ScoreList> {
  return useAnswer<ScoreList>(['scores', target], () => withQuery(scoresPath, target), ['scores']);
}

export interface Scoring {
  readonly add: UseMutationResult<unknown, Error, ScoreBody>;
  /** By id. */
  readonly remove: UseMutationResult<unknown, Error, string>;
}

/** Gives and takes away scores of one request or task. */
export function useScoring(target: ScoreTarget): Scoring {
  const { transport } = useDashboard();
  const client = useQueryClient();
  const onSettled = (): Promise<void> => client.invalidateQueries({ queryKey: ['scores', target] });
  const add = useMutation({
    mutationFn: (score: ScoreBody) => transport.send('POST', scoresPath, { ...score, ...target }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => transport.send('DELETE', `${scoresPath}/${encodeURIComponent(id)}`),
    onSettled,
  });
  return { add, remove };
}
