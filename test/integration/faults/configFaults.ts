import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openAiModel, openAiUpstream } from '../support/upstreams.ts';
import { DIALECTS } from './dialects.ts';
import type { FaultTable } from './faultTable.ts';
import { reservationsLeft } from './leftovers.ts';

const EDITS = 6;
const CLIENTS = 4;

async function untilInForce(gateway: TestGateway, wanted: (status: Status) => boolean): Promise<void> {
  for (;;) {
    const status = (await (await gateway.call('/torii/status')).json()) as Status;
    if (wanted(status)) return;
  }
}

interface Status {
  readonly configInForce: boolean;
}

export function describeConfigFaults(table: FaultTable): void {
  it('config edits under load, every other one broken: no request is dropped', async () => {
    const upstream = await openAiUpstream();
    const good = (edition: number) => `# ${edition}\nmodel_list:\n${openAiModel(upstream, 'model')}`;
    const gateway = await startTestGateway(good(0));
    let edited = false;
    let served = 0;
    const load = Array.from({ length: CLIENTS }, async (_, client) => {
      const { path, body, streamEnd, wholeEnd } = DIALECTS[client] ?? DIALECTS[0] ?? never();
      for (let turn = 0; !edited; turn++) {
        const stream = turn % 2 === 0;
        const response = await gateway.call(path, body('model', stream));
        const text = await response.text();
        expect(response.status, text).toBe(200);
        expect(text).toMatch(stream ? streamEnd : wholeEnd);
        served += 1;
      }
    });
    for (let edit = 1; edit <= EDITS; edit++) {
      const broken = edit % 2 === 1;
      await writeFile(gateway.configFile, broken ? `${good(edit)}  - model_name: [oops\n` : good(edit));
      await untilInForce(gateway, ({ configInForce }) => configInForce !== broken);
      const list = (await (await gateway.call('/v1/models')).json()) as { data: { id: string }[] };
      expect(list.data.map(({ id }) => id)).toEqual(['model']);
    }
    edited = true;
    await Promise.all(load);
    expect(served).toBeGreaterThan(EDITS);
    expect((await gateway.rows()).filter(({ status }) => status !== 'success')).toEqual([]);
    expect(await reservationsLeft(gateway)).toBe(0);
    await gateway.close(0);
    await upstream.idle();
    table.add('Faults of the config and the ledger', {
      fault: 'config edits under load, every other one broken',
      provider: 'openai',
      mode: `whole and streamed: ${DIALECTS.map(({ name }) => name).join(', ')}`,
      outcome: 'every answer; a broken edit changes nothing',
      row: 'success',
      socketsLeft: 0,
      reservationsLeft: 0,
    });
  });
}

function never(): never {
  throw new Error('There is a dialect.');
}
