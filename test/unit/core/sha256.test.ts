import { sha256Hex, sha256HexOfText, TextSha256 } from '@shared/core/sha256.ts';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

describe('sha256', () => {
  // Known answers: FIPS 180-2, appendix B.
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the known answer for %.10s', (text, hash) => {
    expect(sha256HexOfText(text)).toBe(hash);
  });

  it('takes text as UTF-8', () => {
    const text = 'Δ loss ✓ 𝛼';
    expect(sha256HexOfText(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
  });

  it.each([1, 55, 56, 63, 64, 65, 1_000])('agrees with Node on %i bytes', (length) => {
    const bytes = Uint8Array.from({ length }, (_, k) => (k * 37) % 256);
    expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it.each([1, 7, 1_000, 70_000])('is the same of text that comes %i characters at a time', (length) => {
    const text = 'Δ loss ✓ '.repeat(20_000);
    const hash = new TextSha256();
    for (let from = 0; from < text.length; from += length) hash.update(text.slice(from, from + length));
    expect(hash.hex()).toBe(sha256HexOfText(text));
  });
});
