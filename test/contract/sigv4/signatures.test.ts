/** `golden/signed.json` is what botocore 1.44.8 makes of `golden/requests.json`: `test/external/botocoreSignatures.py`. */
import { describe, expect, it } from 'vitest';
import { SIGNED_REQUESTS, signAsTorii } from './cases.ts';
import golden from './golden/signed.json' with { type: 'json' };

describe('signatures', () => {
  it.each(SIGNED_REQUESTS.map((request, index) => [request.name, request, golden.signed[index]] as const))(
    'of %s are botocore’s',
    async (_name, request, expected) => {
      expect(await signAsTorii(request)).toEqual(expected);
    },
  );
});
