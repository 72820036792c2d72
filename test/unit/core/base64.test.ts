import { base64Length, decodeBase64, encodeBase64 } from '@shared/core/base64.ts';
import { Random } from '@shared/core/random.ts';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';

describe('base64', () => {
  it(`is what Node makes of the same bytes, for every length up to 200 (seed ${SEED})`, () => {
    const random = new Random(SEED, 'bytes');
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, () => random.below(256));
      const text = encodeBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(text).toHaveLength(base64Length(length));
      expect(decodeBase64(text)).toEqual(bytes);
    }
  });

  it.each(['A', 'AB', 'ABC', 'AB=C', '=ABC', 'A===', '====', 'AB C', 'ABCé', 'AB-_', 'AB\nC', 'AAAA=AAA'])(
    'is not %j',
    (text) => {
      expect(decodeBase64(text)).toBeNull();
    },
  );
});
