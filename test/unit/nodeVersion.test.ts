import { expect, it } from 'vitest';
import { nodeProblem } from '../../src/nodeVersion.ts';

it('a Node that would crash is refused with a sentence', () => {
  expect(nodeProblem('20.20.2')).toContain('needs Node 22 or later');
  expect(nodeProblem('22.15.0')).toBeUndefined();
  expect(nodeProblem(process.versions.node)).toBeUndefined();
});
