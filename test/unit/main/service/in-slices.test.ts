import type { Work } from '@shared/evaluation/work.ts';
import { describe, expect, it } from 'vitest';
import { inSlices } from '../../../../src-main/service/in-slices.ts';

/** Work without an end of its own, until it is told to end. */
function* until(isDone: () => boolean): Work<string> {
  while (!isDone()) yield;
  return 'done';
}

describe('inSlices', () => {
  it('lets others in while it works', async () => {
    let isToldToEnd = false;
    setImmediate(() => (isToldToEnd = true));
    expect(await inSlices(until(() => isToldToEnd))).toBe('done');
  });

  it('ends with CANCELLED as soon as nobody wants it', async () => {
    const controller = new AbortController();
    setImmediate(() => {
      controller.abort();
    });
    await expect(
      inSlices(
        until(() => false),
        controller.signal,
      ),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
