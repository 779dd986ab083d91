// Prints "N passed, N failed" from the runners' own JSON reports; exits 1 unless everything passed.
// Usage: node sumReports.mjs <failed steps> <report.json>...
// Plain JavaScript: it must run on whatever Node the machine has, even when nothing could be installed.
import { readFileSync } from 'node:fs';

const [failedSteps = '0', ...files] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of files) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    continue;
  }
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that could not be loaded has no failed test, and still failed.
  if (report.numFailedTests === 0 && report.success === false) failed += 1;
  console.log(`${file}: ${report.numPassedTests} passed, ${report.numFailedTests} failed`);
}
// A step that failed without a failed test in its report (lint, build, a missing tool) counts as one failure.
const steps = Number(failedSteps);
if (steps > 0 && failed === 0) failed = steps;
if (passed === 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
