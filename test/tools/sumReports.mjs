// Prints every failed test by name, then "N passed, N failed", from the runners' own JSON reports; exits 1 unless everything passed.
// Usage: node sumReports.mjs <names of failed steps, one a line> <report.json>...
// Plain JavaScript: it must run on whatever Node the machine has, even when nothing could be installed.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const [failedSteps = '', ...files] = process.argv.slice(2);
const steps = failedSteps.split('\n').filter((name) => name !== '');
const failures = [];
let passed = 0;
let failed = 0;
for (const file of files) {
  const report = read(file);
  if (report === undefined) continue;
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that could not be loaded has no failed test, and still failed.
  if (report.numFailedTests === 0 && report.success === false) failed += 1;
  failures.push(...report.testResults.flatMap(failuresOf));
  console.log(`${file}: ${report.numPassedTests} passed, ${report.numFailedTests} failed`);
}
// A step that failed without a failed test in its report (lint, build, a missing tool) counts as one failure.
if (steps.length > 0 && failed === 0) failed = steps.length;
if (passed === 0 && failed === 0) failed = 1;
for (const name of steps) console.log(`step failed: ${name}`);
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

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
    .filter((test) => test.status === 'failed')
    .map((test) => line([file, ...test.ancestorTitles, test.title], test.failureMessages[0]));
  const whole = status === 'failed' && tests.length === 0;
  return whole ? [line([file], message)] : tests;
}

function line(path, message) {
  const first = (message ?? '').split('\n', 1)[0].trim();
  return `failed: ${path.filter((part) => part !== '').join(' > ')}${first === '' ? '' : `: ${first}`}`;
}
