import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
  /** Both in one file, as `ssl_certificate` takes them. */
  readonly file: string;
}

export interface TestAuthority {
  /** PEM file of the authority's own certificate. */
  readonly file: string;
  readonly cert: string;
  /** A certificate for these names and addresses, e.g. `DNS:api.test`, `IP:127.0.0.1`. */
  issue(...names: readonly string[]): Promise<TestCertificate>;
}

/** A certificate authority of its own for each test; its keys end with the test. Needs the program openssl. */
export async function createTestAuthority(): Promise<TestAuthority> {
  const folder = await mkdtemp(join(tmpdir(), 'torii-ca-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'authority.pem');
  const keyFile = join(folder, 'authority.key');
  await certify(['-keyout', keyFile, '-out', file, '-subj', '/CN=Torii test authority']);
  let count = 0;
  return {
    file,
    cert: await readFile(file, 'utf8'),
    issue: async (...names) => {
      count += 1;
      const leaf = join(folder, `leaf-${count}.pem`);
      const extension = ['-addext', `subjectAltName=${names.join(',')}`, '-addext', 'basicConstraints=CA:FALSE'];
      await certify(['-CA', file, '-CAkey', keyFile, '-keyout', leaf, '-out', `${leaf}.cert`, ...LEAF, ...extension]);
      const [cert, key] = await Promise.all([readFile(`${leaf}.cert`, 'utf8'), readFile(leaf, 'utf8')]);
      await writeFile(leaf, cert + key, { mode: 0o600 });
      return { cert, key, file: leaf };
    },
  };
}

const LEAF = ['-subj', '/CN=Torii test server'];

async function certify(args: readonly string[]): Promise<void> {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  await run('openssl', ['req', '-x509', ...curve, '-nodes', '-days', '2', ...args]);
}
