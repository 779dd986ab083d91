// Prints the test files of a report in which something failed, one a line; nothing where there are more than three, or no report:
// then the product is broken, and a second run would only take time.
// Usage: node failedFiles.mjs <report.json>
// Plain JavaScript: it must run on whatever Node the machine has.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const MOST = 3;
const files = failed(process.argv[2]);
if (files.length <= MOST) for (const file of files) console.log(relative(process.cwd(), file));

function failed(report) {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  } catch {
    return [];
  }
}
