import { describe, expect, it } from 'vitest';
import { hashKey } from '../../../src/gateway/digest.ts';
import { PresentedKeys } from '../../../src/gateway/presentedKeys.ts';

describe('keys as requests bring them', () => {
  it('are told by their hashes from those of admins', () => {
    const keys = new PresentedKeys(['sk-test-master', 'sk-test-home']);
    expect(keys.read('sk-test-home')).toEqual({ token: hashKey('sk-test-home'), isAdmin: true });
    expect(keys.read('sk-test-other')).toEqual({ token: hashKey('sk-test-other'), isAdmin: false });
  });

  it('are remembered when they were let in, and not before', () => {
    const keys = new PresentedKeys([]);
    const first = keys.read('sk-test-one');
    expect(keys.read('sk-test-one')).not.toBe(first);
    keys.letIn('sk-test-one', first);
    expect(keys.read('sk-test-one')).toBe(first);
    expect(keys.read('sk-test-two').token).toBe(hashKey('sk-test-two'));
  });

  it('stay the same ones, however many there are', () => {
    const keys = new PresentedKeys(['sk-test-7']);
    for (let index = 0; index < 1000; index++) {
      const key = `sk-test-${index}`;
      keys.letIn(key, keys.read(key));
      expect(keys.read(key)).toEqual({ token: hashKey(key), isAdmin: index === 7 });
    }
  });
});
