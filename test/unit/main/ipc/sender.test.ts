import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../../../src-main/ipc/sender.ts';
import { HOSTILE_SENDERS, ORIGIN, OUR_FRAME } from './senders.ts';

describe('isTrustedSender (I1)', () => {
  it('trusts the main frame of our own page', () => {
    expect(isTrustedSender(OUR_FRAME, ORIGIN)).toBe(true);
  });

  it.each(HOSTILE_SENDERS)('refuses $title', ({ frame }) => {
    expect(isTrustedSender(frame, ORIGIN)).toBe(false);
  });
});
