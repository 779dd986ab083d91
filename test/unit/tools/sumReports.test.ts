import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../tools/sumReports.mjs');

interface TestFile {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly message: string;
  readonly assertionResults: readonly {
    readonly ancestorTitles: readonly string[];
    readonly title: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }[];
}

/** What the gate prints last, of reports of these files. */
async function sum(failedSteps: string, ...reports: (readonly TestFile[])[]) {
  const directory = await mkdtemp(join(tmpdir(), 'torii-reports-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const files = await Promise.all(reports.map((files, index) => writeReport(join(directory, `${index}.json`), files)));
  return await print(directory, failedSteps, files);
}

/** What the gate prints last where some files of a suite ran once more. */
async function sumOfTwoRuns(failedSteps: string, first: readonly TestFile[], again: readonly TestFile[] | undefined) {
  const directory = await mkdtemp(join(tmpdir(), 'torii-reports-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const whole = await writeReport(join(directory, 'suite.first.json'), first);
  const second = again === undefined ? [] : [await writeReport(join(directory, 'suite.json'), again)];
  return await print(directory, failedSteps, [whole, ...second]);
}

async function print(directory: string, failedSteps: string, files: readonly string[]) {
  return await new Promise<{ code: number | string; lines: readonly string[] }>((resolve) => {
    execFile(process.execPath, [SCRIPT, failedSteps, ...files], { cwd: directory }, (error, stdout) => {
      resolve({ code: error?.code ?? 0, lines: stdout.trimEnd().split('\n') });
    });
  });
}

async function writeReport(file: string, testResults: readonly TestFile[]): Promise<string> {
  const results = testResults.flatMap((each) => each.assertionResults);
  const numFailedTests = results.filter((each) => each.status === 'failed').length;
  const numPassedTests = results.length - numFailedTests;
  const success = testResults.every((each) => each.status === 'passed');
  await writeFile(file, JSON.stringify({ numPassedTests, numFailedTests, success, testResults }));
  return file;
}

const good: TestFile = {
  name: '/good.test.ts',
  status: 'passed',
  message: '',
  assertionResults: [{ ancestorTitles: ['money'], title: 'adds up', status: 'passed', failureMessages: [] }],
};
const bad: TestFile = {
  name: '/bad.test.ts',
  status: 'failed',
  message: '',
  assertionResults: [
    {
      ancestorTitles: ['a gateway', 'that dies'],
      title: 'is started again',
      status: 'failed',
      failureMessages: ['AssertionError: expected 1 to be 2\n    at line 7'],
    },
    { ancestorTitles: [], title: 'works', status: 'passed', failureMessages: [] },
  ],
};

describe('the last lines of the gate', () => {
  it('sum up the reports', async () => {
    const { code, lines } = await sum('', [good], [good, good]);
    expect(lines.at(-1)).toBe('3 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('name each failed test with its file, its suites and the first line of its message', async () => {
    const { code, lines } = await sum('npm test\n', [good, bad]);
    expect(lines.at(-3)).toBe('step failed: npm test');
    expect(lines.at(-2)).toMatch(
      /^failed: .*bad\.test\.ts > a gateway > that dies > is started again: AssertionError: expected 1 to be 2$/,
    );
    expect(lines.at(-1)).toBe('2 passed, 1 failed');
    expect(code).toBe(1);
  });

  it('name a file that could not be loaded', async () => {
    const broken: TestFile = { ...bad, message: 'Cannot find module\nat x', assertionResults: [] };
    const { lines } = await sum('npm test\n', [good, broken]);
    expect(lines.at(-2)).toMatch(/^failed: .*bad\.test\.ts: Cannot find module$/);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
  });

  it('name a step that failed without a failed test', async () => {
    const { code, lines } = await sum('lint and boundaries\npackage and size\n', [good]);
    expect(lines.slice(-3)).toEqual([
      'step failed: lint and boundaries',
      'step failed: package and size',
      '1 passed, 2 failed',
    ]);
    expect(code).toBe(1);
  });

  it('count the second run of a file, and name what failed at first', async () => {
    const mended: TestFile = {
      ...bad,
      status: 'passed',
      assertionResults: bad.assertionResults.map((each) => ({ ...each, status: 'passed', failureMessages: [] })),
    };
    const { code, lines } = await sumOfTwoRuns('', [good, bad], [mended]);
    expect(lines.at(-2)).toMatch(/^failed at first: .*bad\.test\.ts > a gateway > that dies > is started again: /);
    expect(lines.at(-1)).toBe('3 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('fail where the second run fails too', async () => {
    const { code, lines } = await sumOfTwoRuns('npm test, once more\n', [good, bad], [bad]);
    expect(lines.at(-1)).toBe('2 passed, 1 failed');
    expect(code).toBe(1);
  });

  it('keep the first run where the second one left no report', async () => {
    const { code, lines } = await sumOfTwoRuns('npm test, once more\n', [good, bad], undefined);
    expect(lines.at(-1)).toBe('2 passed, 1 failed');
    expect(code).toBe(1);
  });

  it('are a failure when there is no report', async () => {
    expect(await sum('')).toEqual({ code: 1, lines: ['0 passed, 1 failed'] });
  });
});
