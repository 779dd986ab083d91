// Packs dist/torii.vsix from what is in dist/, and refuses one that is too large.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

const FILE = 'dist/torii.vsix';
const MOST_BYTES = 12 * 1024 * 1024;

execFileSync(
  'node',
  [
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    FILE,
  ],
  { stdio: 'inherit' },
);
const { size } = statSync(FILE);
const megabytes = (size / 1024 / 1024).toFixed(2);
if (size > MOST_BYTES)
  throw new Error(`${FILE} is ${megabytes} MB; at most ${MOST_BYTES / 1024 / 1024} MB are allowed`);
console.log(`${FILE}: ${megabytes} MB`);
