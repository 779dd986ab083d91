import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { atMost, type Row } from '../row.ts';

const MB = 1024 * 1024;

/** Packs dist/, for this platform alone or for all of them, and weighs what comes out. */
export function packageRows(all: boolean): readonly Row[] {
  // It fails for a package that is too large, which the row says with its size.
  const { stderr } = spawnSync(process.execPath, ['test/tools/package.ts', ...(all ? ['--all'] : [])]);
  const files = readdirSync('dist').filter((name) => name.endsWith('.vsix'));
  if (files.length === 0) throw new Error(`nothing was packed:\n${stderr}`);
  const sizes = files.map((name) => ({ name, megabytes: statSync(join('dist', name)).size / MB }));
  const universal = sizes.filter(({ name }) => name === 'torii.vsix');
  const platforms = sizes.filter(({ name }) => name !== 'torii.vsix');
  return [
    ...sizeRow('universal package', universal, 12),
    ...sizeRow('package of one platform, the largest', platforms, 4),
  ];
}

function sizeRow(what: string, files: readonly { readonly megabytes: number }[], goal: number): readonly Row[] {
  if (files.length === 0) return [];
  const most = Math.max(...files.map(({ megabytes }) => megabytes));
  const figure = `${most.toFixed(2)} MB`;
  return [{ what, against: '-', goal: atMost(goal, ' MB'), value: most, figure, values: { megabytes: [most] } }];
}
