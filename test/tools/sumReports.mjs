// Prints every failed test by name, then "N passed, N failed", from the runners' own JSON reports; exits 1 unless everything passed.
// Of a suite whose failed files ran once more, "x.first.json" is the whole run and "x.json" the second one, which counts.
// Usage: node sumReports.mjs <names of failed steps, one a line> <report.json>...
// Plain JavaScript: it must run on whatever Node the machine has, even when nothing could be installed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** How the report of a whole run is named when some of its files ran once more. */
const FIRST = '.first.json';
const [failedSteps = '', ...files] = process.argv.slice(2);
const steps = failedSteps.split('\n').filter((name) => name !== '');
const failures = [];
const firstFailures = [];
let passed = 0;
let failed = 0;
for (const file of new Set(files.map((each) => each.replace(FIRST, '.json')))) {
  const first = read(file.replace(/\.json$/, FIRST));
  const report = read(file);
  if (report === undefined && first === undefined) continue;
  const again = report?.testResults ?? [];
  const names = new Set(again.map(({ name }) => name));
  const results = [...(first?.testResults ?? []).filter(({ name }) => !names.has(name)), ...again];
  const counts = countsOf(results);
  passed += counts.passed;
  failed += counts.failed;
  failures.push(...results.flatMap(failuresOf).map((failure) => `failed: ${failure}`));
  firstFailures.push(...(first?.testResults ?? []).flatMap(failuresOf).map((failure) => `failed at first: ${failure}`));
  console.log(`${file}: ${counts.passed} passed, ${counts.failed} failed`);
}
// A step that failed without a failed test in its report (lint, build, a missing tool) counts as one failure.
if (steps.length > 0 && failed === 0) failed = steps.length;
if (passed === 0 && failed === 0) failed = 1;
for (const name of steps) console.log(`step failed: ${name}`);
for (const failure of [...firstFailures, ...failures]) console.log(failure);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** How many tests passed and failed; a file that could not be loaded has no failed test, and still failed. */
function countsOf(results) {
  const statuses = results.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const broken = results.filter((file) => file.status === 'failed' && !file.assertionResults.some(isFailed)).length;
  return {
    passed: statuses.filter((status) => status === 'passed').length,
    failed: statuses.filter((status) => status === 'failed').length + broken,
  };
}

function isFailed({ status }) {
  return status === 'failed';
}

/** A report, or undefined where a step ended before it wrote one. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What failed in one test file; the file itself where it could not be loaded or one of its hooks failed. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(process.cwd(), name);
  const tests = assertionResults
    .filter(isFailed)
    .map((test) => line([file, ...test.ancestorTitles, test.title], test.failureMessages[0]));
  const whole = status === 'failed' && tests.length === 0;
  return whole ? [line([file], message)] : tests;
}

function line(path, message) {
  const first = (message ?? '').split('\n', 1)[0].trim();
  return `${path.filter((part) => part !== '').join(' > ')}${first === '' ? '' : `: ${first}`}`;
}
