import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/storage/connection.ts';
import { migrate } from '../../../src/storage/migrator.ts';
import { placeholdersFor, prepareStatement } from '../../../src/storage/preparedStatement.ts';

const ROW = { name: 'one', applied_at: 5 };

function connection() {
  const opened = connect(':memory:');
  migrate(opened, {
    migrations: [{ name: 'zero', changesData: false, statements: () => [] }],
    now: () => 0,
    backUp: () => undefined,
  });
  return opened;
}

describe('a prepared statement', () => {
  it('binds named values where the query has them, constants and repeated ones too', () => {
    const { sqlite, query } = connection();
    const insert = prepareStatement<typeof ROW, unknown>(sqlite, () =>
      query.insertInto('migrations').values(placeholdersFor<typeof ROW>(['name', 'applied_at'])),
    );
    expect(insert.run(ROW)).toBe(1);
    expect(insert.run({ name: 'two', applied_at: 6 })).toBe(1);
    const find = prepareStatement<{ at: number }, typeof ROW>(sqlite, (placeholder) =>
      query
        .selectFrom('migrations')
        .selectAll()
        .where('name', '!=', 'zero')
        .where(({ eb, or }) => or([eb('applied_at', '=', placeholder('at')), eb('applied_at', '>', placeholder('at'))]))
        .orderBy('name'),
    );
    expect(find.all({ at: 5 })).toEqual([ROW, { name: 'two', applied_at: 6 }]);
    expect(find.get({ at: 6 })).toEqual({ name: 'two', applied_at: 6 });
    expect(find.get({ at: 7 })).toBeUndefined();
  });
});
