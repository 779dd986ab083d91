import { describe, expect, it } from 'vitest';
import { rowWhere } from './support/gateway.ts';
import { answer, bearer, chatStatus, infoOf, makeKey, managedGateway } from './support/management.ts';

describe('the spend of everybody', () => {
  it('is set to 0 for all keys and teams, with what it was in the audit; the ledger stays', async () => {
    const gateway = await managedGateway();
    await answer(gateway.call('/team/new', { team_id: 'blue' }));
    const one = await makeKey(gateway, { team_id: 'blue' });
    const other = await makeKey(gateway);
    expect([await chatStatus(gateway, one.key), await chatStatus(gateway, other.key)]).toEqual([200, 200]);
    const { spend: total } = await answer<{ spend: number }>(gateway.call('/global/spend'));
    const { spend } = await infoOf(gateway, one.key);
    expect(spend).toBeGreaterThan(0);

    expect(await answer(gateway.call('/global/spend/reset', {}))).toEqual({
      message: 'Spend for all API Keys and Teams reset successfully',
      status: 'success',
    });

    for (const { key } of [one, other]) expect(await infoOf(gateway, key)).toMatchObject({ spend: 0 });
    expect(await answer(gateway.call('/team/info?team_id=blue'))).toMatchObject({ team_info: { spend: 0 } });
    expect(await answer(gateway.call('/global/spend'))).toMatchObject({ spend: total });
    expect(await rowWhere(gateway, () => true)).toMatchObject({ spend });
    const audit = JSON.stringify(await answer(gateway.call('/audit')));
    for (const changed of [`key ${one.token}`, `key ${other.token}`, 'team blue']) expect(audit).toContain(changed);
  });

  it('is not for other keys to reset', async () => {
    const gateway = await managedGateway();
    const { key } = await makeKey(gateway);
    await answer(gateway.call('/global/spend/reset', {}, bearer(key)), 401);
  });

  it('stands beside the budget of everything', async () => {
    const bare = await managedGateway();
    expect(await answer(bare.call('/global/spend'))).toMatchObject({ spend: 0, max_budget: null });
    const limited = await managedGateway('litellm_settings:\n  max_budget: 12.5\n  budget_duration: 30d\n');
    expect(await answer(limited.call('/global/spend'))).toMatchObject({ spend: 0, max_budget: 12.5 });
  });
});
