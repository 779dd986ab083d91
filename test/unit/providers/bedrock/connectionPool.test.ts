import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { describe, expect, it } from 'vitest';
import { ConnectionPool } from '../../../../src/providers/aws/connectionPool.ts';
import type { BedrockConnection } from '../../../../src/providers/bedrock/connection/connection.ts';

function harness(limit = 2) {
  const destroyed: string[] = [];
  const opened: string[] = [];
  const pool = new ConnectionPool<BedrockRuntimeClient>(limit);
  const lease = (key: string) =>
    pool.lease(key, async (): Promise<BedrockConnection> => {
      opened.push(key);
      const client: Pick<BedrockRuntimeClient, 'destroy'> = { destroy: () => void destroyed.push(key) };
      return { client: client as BedrockRuntimeClient, region: 'us-east-1', watches: new WeakMap() };
    });
  return { pool, lease, opened, destroyed };
}

describe('the connection pool', () => {
  it('opens one connection for concurrent requests of one kind', async () => {
    const { lease, opened } = harness();
    await Promise.all([lease('a'), lease('a'), lease('a')]);
    expect(opened).toEqual(['a']);
  });

  it('is bounded, and gives up the least recently used', async () => {
    const { lease, destroyed } = harness(2);
    for (const key of ['a', 'b', 'a', 'c']) (await lease(key)).release();
    await Promise.resolve();
    expect(destroyed).toEqual(['b']);
  });

  it('does not cut a connection in use, and closes it after its last request', async () => {
    const { lease, destroyed, opened } = harness();
    const first = await lease('a');
    const second = await lease('a');
    first.retire();
    first.release();
    first.release();
    expect(destroyed).toEqual([]);
    second.release();
    expect(destroyed).toEqual(['a']);
    await lease('a');
    expect(opened).toEqual(['a', 'a']);
  });

  it('tries again after a connection that failed to open', async () => {
    const { pool, lease } = harness();
    await expect(pool.lease('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(lease('a')).resolves.toBeDefined();
  });

  it('closes everything', async () => {
    const { pool, lease, destroyed } = harness();
    await lease('a');
    await lease('b');
    await pool.close();
    expect(destroyed).toEqual(['a', 'b']);
  });
});
