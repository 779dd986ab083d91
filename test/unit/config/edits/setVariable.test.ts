import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setVariable } from '../../../../src/config/edits/setVariable.ts';
import { loadEnvironment } from '../../../../src/config/environment.ts';

const TEXT = "# ours\nexport A=1 # one\nB='two'\n\nC=3";

describe('a variable of a .env file', () => {
  it('is changed in its line, and all else stays', () => {
    expect(setVariable(TEXT, 'B', 'new')).toBe(TEXT.replace("'two'", 'new'));
    expect(setVariable(TEXT, 'C', 'x y')).toBe(TEXT.replace('C=3', "C='x y'"));
    expect(parse(setVariable(TEXT, 'A', '2'))).toEqual({ A: '2', B: 'two', C: '3' });
  });

  it('is added behind the last line', () => {
    expect(setVariable(TEXT, 'D', 'sk-test-1')).toBe(`${TEXT}\nD=sk-test-1\n`);
    expect(setVariable('', 'D', '')).toBe('D=\n');
    expect(setVariable('A=1\r\n', 'D', '2')).toBe('A=1\r\nD=2\r\n');
  });

  it('is the last of its name, which is the one that counts', () => {
    expect(setVariable('A=1\nB=2\nA=3\n', 'A', '4')).toBe('A=1\nB=2\nA=4\n');
  });

  it('is read back as it was written, dollars included', () => {
    const readable = fc.string({ minLength: 1 }).filter((value) => !/['`\r\n\\]/.test(value) && value.trim() === value);
    fc.assert(
      fc.property(readable, (value) => {
        const text = setVariable(TEXT, 'SECRET', value);
        const read = loadEnvironment({ configFile: '/c/config.yaml', processEnvironment: {}, readFile: () => text });
        expect(read.variables['SECRET']).toBe(value);
        expect(read.variables['A']).toBe('1');
      }),
    );
  });

  it('is refused where such a file cannot carry it', () => {
    expect(() => setVariable(TEXT, 'a b', 'x')).toThrow(/no name of a variable/);
    expect(() => setVariable(TEXT, 'A', "it's $5\nx")).toThrow(/by hand/);
  });
});
