import { describe, expect, test } from 'vitest';
import { loadEnvironment } from '../../../src/config/environment.ts';

function load(dotEnv: string | undefined, processEnvironment: Record<string, string> = {}) {
  return loadEnvironment({
    configFile: '/project/config.yaml',
    processEnvironment,
    readFile: (path) => (path === '/project/.env' ? dotEnv : undefined),
  });
}

describe('the .env beside the config', () => {
  test('gives what the process lacks', () => {
    const { variables, fromFile, file } = load('A=file\nB=file\n', { A: 'process' });
    expect([variables, fromFile, file]).toEqual([{ A: 'process', B: 'file' }, { B: 'file' }, '/project/.env']);
  });

  test('need not exist', () => {
    expect(load(undefined, { A: '1' })).toMatchObject({ variables: { A: '1' }, fromFile: {} });
  });

  test('wins over a credential that is empty in the process, not over another empty value', () => {
    const { variables } = load('AWS_ACCESS_KEY_ID=AKIAEXAMPLE\nTITLE=file\n', { AWS_ACCESS_KEY_ID: '', TITLE: '' });
    expect(variables).toEqual({ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', TITLE: '' });
  });

  test.each([
    [`URL="postgresql://\${NAME}:\${PASS}@db/\${NAME}"`, 'postgresql://me:pw@db/me'],
    ['URL=$NAME/x', 'me/x'],
    [`URL=\${GONE:-fallback}`, 'fallback'],
    [`URL=\${EMPTY:-fallback}`, 'fallback'],
    [`URL=\${EMPTY-fallback}`, ''],
    [`URL=\${GONE-fallback}`, 'fallback'],
    [`URL=\${GONE}`, ''],
    [`URL=\${constructor}`, ''],
    [`URL='\${NAME}'`, `\${NAME}`],
    ['URL=a\\$NAME', 'a$NAME'],
    [`export URL=\${NAME}`, 'me'],
    ['URL=100$', '100$'],
  ])('%s is %s', (line, value) => {
    expect(load(`NAME=me\nPASS=pw\nEMPTY=\n${line}\n`).variables['URL']).toBe(value);
  });

  test('expands with values of the process first', () => {
    expect(load(`NAME=file\nURL=\${NAME}\n`, { NAME: 'process' }).variables['URL']).toBe('process');
  });
});
