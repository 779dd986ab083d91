import { describe, expect, it } from 'vitest';
import { secretNames } from '../../../src/vscode/config/secretNames.ts';

describe('the secrets that a user can choose to set', () => {
  it('begin with those that the config refers to', () => {
    const { named, names } = secretNames('api_key: os.environ/MY_KEY\napi_base: os.environ/MY_BASE\n', '');
    expect(named).toEqual(['MY_KEY', 'MY_BASE']);
    expect(names.slice(0, 2)).toEqual(['MY_KEY', 'MY_BASE']);
    expect(names).toContain('AWS_SECRET_ACCESS_KEY');
  });

  it('go on with those of the file beside it: callbacks read them without a reference', () => {
    const file = '# Langfuse\nLANGFUSE_PUBLIC_KEY="pk-lf-..."\nexport LANGFUSE_SECRET_KEY = sk-lf\n# LEFT_OUT=1\n';
    const { named, names } = secretNames('litellm_settings:\n  callbacks: [langfuse]\n', file);
    expect(named).toEqual([]);
    expect(names.slice(0, 2)).toEqual(['LANGFUSE_PUBLIC_KEY', 'LANGFUSE_SECRET_KEY']);
    expect(names).not.toContain('LEFT_OUT');
  });

  it('name each only once', () => {
    const { names } = secretNames('a: os.environ/OPENAI_API_KEY\nb: os.environ/OPENAI_API_KEY\n', 'OPENAI_API_KEY=x\n');
    expect(names.filter((name) => name === 'OPENAI_API_KEY')).toHaveLength(1);
  });
});
