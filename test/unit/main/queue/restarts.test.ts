import type { RunRecord } from '@shared/model/run.ts';
import { expect, it } from 'vitest';
import { Restarts } from '../../../../src-main/queue/restarts.ts';

const at = (epochsDone: number) => ({ id: 'run_0', epochsDone, last: null }) as RunRecord;

it('a run is tried three times from the same place, and anew once it has got further', () => {
  const restarts = new Restarts();
  const tried = [0, 0, 0, 0, 5, 5, 5, 5].map((epochs) => restarts.tryAgain(at(epochs)));
  expect(tried).toEqual([true, true, true, false, true, true, true, false]);
});
