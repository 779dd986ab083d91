import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBatches } from '../../../../src/telemetry/mlflow/runs/runBatches.ts';
import { fitMetrics, fitParams, fitTags } from '../../../../src/telemetry/mlflow/runs/runLimits.ts';
import { RunStore } from '../../../simulators/mlflow/runStore.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constant('長'.repeat(7000)),
);
const pairs = fc.array(
  fc.tuple(
    anyText.filter((key) => key !== ''),
    fc.oneof(anyText, fc.jsonValue()),
  ),
  {
    maxLength: 130,
  },
);

/** A run of the simulator that takes everything, batch for batch, or throws. */
function logged(batches: ReturnType<typeof toBatches>) {
  const store = new RunStore('mlflow-artifacts:', 5000);
  store.calls['POST /runs/create']?.({ experiment_id: '0', run_name: 'r', start_time: 1, tags: [] }, 0);
  const run = store.runs[0];
  for (const batch of batches) {
    const body = { run_id: run?.id, ...batch };
    store.calls['POST /runs/log-batch']?.(body, Buffer.byteLength(JSON.stringify(body)));
  }
  return run;
}

describe('MLflow’s limits', () => {
  it('are kept for any names and values', () => {
    fc.assert(
      fc.property(
        pairs,
        pairs,
        fc.array(fc.tuple(fc.constantFrom('a', 'b/c', '../d'), fc.double())),
        (params, tags, metrics) => {
          logged(toBatches({ metrics: fitMetrics(metrics, 1), params: fitParams(params), tags: fitTags(tags) }));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('cut long values and say so', () => {
    const [param] = fitParams([['messages', 'x'.repeat(7000)]]);
    expect(param?.value).toHaveLength(6000);
    expect(param?.value.endsWith('…')).toBe(true);
  });

  it('leave short values, names and numbers as they are', () => {
    expect(
      fitTags([
        ['mlflow.user', 'ann'],
        ['a/b c-d_e', 5],
        ['none', undefined],
        ['empty', ''],
      ]),
    ).toEqual([
      { key: 'mlflow.user', value: 'ann' },
      { key: 'a/b c-d_e', value: '5' },
    ]);
  });

  it('make as many calls as the size needs, and lose nothing', () => {
    const params = fitParams(Array.from({ length: 100 }, (_, index) => [`p${index}`, '長'.repeat(6000)]));
    const batches = toBatches({ metrics: [], params, tags: [] });
    expect(batches.length).toBeGreaterThan(1);
    expect(logged(batches)?.params.size).toBe(100);
  });
});
