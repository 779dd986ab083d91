import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from '../../../../src/domain/routing/fairQueue.ts';

/** The entries that leave the queue one at a time. */
function drain(queue: FairQueue<string>): readonly string[] {
  const order: string[] = [];
  while (queue.size > 0) {
    let free = true;
    queue.serve((entry) => {
      if (!free) return false;
      free = false;
      order.push(entry);
      return true;
    });
  }
  return order;
}

describe('a fair queue', () => {
  it('serves its keys in turn, and each key in its own order', () => {
    const queue = new FairQueue<string>();
    for (const entry of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) queue.add(entry.charAt(0), entry);
    expect(drain(queue)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  });

  it('does not let one that cannot be served hold up another key', () => {
    const queue = new FairQueue<string>();
    queue.add('a', 'a1');
    queue.add('b', 'b1');
    queue.serve((entry) => entry !== 'a1');
    expect(queue.heads()).toEqual(['a1']);
  });

  it('forgets those who leave', () => {
    const queue = new FairQueue<string>();
    queue.add('a', 'a1');
    queue.add('a', 'a2');
    expect(queue.remove('a', 'a1')).toBe(true);
    expect(queue.remove('a', 'a1')).toBe(false);
    expect(drain(queue)).toEqual(['a2']);
  });

  it('serves everybody once, and no key twice while another one waits for its turn', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
    fc.assert(
      fc.property(keys, (list) => {
        const queue = new FairQueue<string>();
        list.forEach((key, index) => {
          queue.add(key, `${key}${index}`);
        });
        const order = drain(queue);
        expect([...order].sort()).toEqual(list.map((key, index) => `${key}${index}`).sort());
        order.forEach((entry, index) => {
          const key = entry.charAt(0);
          const before = order.slice(0, index).findLastIndex((each) => each.startsWith(key));
          if (before === -1) return;
          const waiting = new Set(order.slice(index).map((each) => each.charAt(0)));
          const between = new Set(order.slice(before + 1, index).map((each) => each.charAt(0)));
          waiting.delete(key);
          expect([...waiting].filter((other) => !between.has(other))).toEqual([]);
        });
      }),
    );
  });
});
