import type { BudgetState } from '../../domain/budget.ts';
import type { Entity } from '../../domain/entities.ts';
import { toUsd } from '../../domain/money.ts';
import type { GatewayContext } from '../context.ts';

interface Order {
  /** `spend`, `created_at`, the id's name, or a field. */
  readonly by: string;
  readonly order: 'asc' | 'desc';
}

/** Teams or users by a column; what has none comes last. Of their spend alone the ledger has to be asked. */
export async function sortedEntities(
  context: GatewayContext,
  kind: 'team' | 'user',
  entities: readonly Entity[],
  { by, order }: Order,
): Promise<readonly Entity[]> {
  const ids = entities.map(({ id }) => id);
  const states = by === 'spend' ? await context.budgets.states(kind, ids) : new Map<string, BudgetState>();
  const sortedBy = (entity: Entity): unknown => {
    if (by === 'spend') return toUsd(states.get(entity.id)?.spend ?? 0);
    if (by === 'created_at') return entity.createdAt;
    if (by === `${kind}_id`) return entity.id;
    return entity.fields[by] ?? (by === 'user_role' ? USUAL_ROLE : null);
  };
  const sign = order === 'asc' ? 1 : -1;
  // Made here: the first one of a process takes milliseconds, which no start should spend.
  const inWords = new Intl.Collator();
  return entities
    .map((entity) => ({ entity, value: sortedBy(entity) }))
    .sort((one, other) => compare(one.value, other.value, sign, inWords))
    .map(({ entity }) => entity);
}

/** Of a user that names none. */
const USUAL_ROLE = 'internal_user';

function compare(one: unknown, other: unknown, sign: 1 | -1, inWords: Intl.Collator): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return sign * (one - other);
  return sign * inWords.compare(String(one), String(other));
}
