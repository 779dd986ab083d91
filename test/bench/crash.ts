// Kills the gateway with SIGKILL at random points of 1 000 requests, whole and streamed, 20 times on one home, and counts what the
// ledger knows of them. `--kills N`, `--requests N` for other numbers. Fails when an acknowledged answer has no row or a row counts twice.
import { parseArgs } from 'node:util';
import { crashRun } from '../support/crashRun.ts';
import { crashProblems } from '../support/crashTally.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, requests: { type: 'string', default: '1000' } },
});
const requests = Number(values.requests);
const killAfter = Array.from({ length: Number(values.kills) }, () => 1 + Math.floor(Math.random() * (requests - 1)));
const tally = await crashRun({ requests, killAfter, pauseMs: () => Math.random() * 8 });
console.table({ kills: killAfter.length, ...tally });
const problems = crashProblems(tally);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
