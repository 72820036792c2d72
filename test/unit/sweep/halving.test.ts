import { Halving, type KnownRun, rungsOf } from '@shared/sweep/halving.ts';
import { Random } from '@shared/core/random.ts';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../helpers/campaign.ts';
import { smallSweep } from '../../helpers/sweeps.ts';
import { withValue } from '../../helpers/json-path.ts';
import { smallExperimentJson } from '../../helpers/experiments.ts';

const RUNGS = [1, 3, 9];

function halving(runs: number, rungs = RUNGS): Halving {
  return new Halving(
    Array.from({ length: runs }, (_, index) => [index]),
    { rungs, factor: 3 },
  );
}

/** What one trainer does, one run after the other, where the loss of each run is known; at most so many steps. */
function trainAlone(
  search: Halving,
  lossAt: (index: number, epoch: number) => number,
  steps = Infinity,
): { index: number; untilEpoch: number }[] {
  const done: { index: number; untilEpoch: number }[] = [];
  while (done.length < steps) {
    const step = search.next();
    if (step.do !== 'train') break;
    const { index, untilEpoch } = step;
    search.report(index, lossAt(index, untilEpoch), false);
    done.push({ index, untilEpoch });
  }
  return done;
}

/** Epochs that were trained, where runs go on from their checkpoints. */
function epochsOf(done: readonly { index: number; untilEpoch: number }[]): number {
  const furthest = new Map<number, number>();
  for (const { index, untilEpoch } of done) furthest.set(index, untilEpoch);
  return [...furthest.values()].reduce((sum, epoch) => sum + epoch, 0);
}

describe('rungsOf', () => {
  it.each([
    [9, 1, 3, [1, 3, 9]],
    [10, 1, 3, [1, 3, 10]],
    [100, 5, 4, [5, 20, 100]],
    [8, 1, 2, [1, 2, 4, 8]],
  ])('with %i epochs, %i at first and a factor of %i are %j', (epochs, minEpochs, factor, expected) => {
    const experiment = withValue(smallExperimentJson, 'training.epochs', epochs);
    expect(rungsOf(smallSweep({ experiment, halving: { minEpochs, factor } }))).toEqual(expected);
  });

  it('lie where measurements are kept', () => {
    const experiment = withValue(smallExperimentJson, 'training.epochs', 10_000);
    // A thousand evaluations of 10,000 epochs: every tenth.
    expect(rungsOf(smallSweep({ experiment, halving: { minEpochs: 123, factor: 9 } }))).toEqual([
      130, 1110, 10_000,
    ]);
  });
});

describe('Halving', () => {
  it('promotes the best third as soon as it is known, from the highest rung down', () => {
    const search = halving(9);
    const done = trainAlone(search, (index) => index);
    const order = done.map(({ untilEpoch }) => untilEpoch);
    expect(order.slice(0, 4)).toEqual([1, 1, 1, 3]);
    expect(done[3]!.index).toBe(Math.min(...done.slice(0, 3).map(({ index }) => index)));
    // The best of all comes to the end, whatever came before it.
    expect(done).toContainEqual({ index: 0, untilEpoch: 9 });
    expect(search.next()).toEqual({ do: 'done' });
  });

  it(`uses at most 40 % of the epochs of the grid, and finds its best, whatever the order (seed ${String(SEED)})`, () => {
    for (let seed = SEED; seed < SEED + 50; seed++) {
      const random = new Random(seed, 'losses');
      const losses = Array.from({ length: 48 }, () => random.uniform());
      const done = trainAlone(halving(48, [5, 15, 60]), (index) => losses[index]!);
      expect(epochsOf(done)).toBeLessThan(0.4 * 48 * 60);
      const best = losses.indexOf(Math.min(...losses));
      expect(done).toContainEqual({ index: best, untilEpoch: 60 });
    }
  });

  it('gives out all that can be begun, and waits for what is trained', () => {
    const search = halving(2);
    expect([search.next(), search.next(), search.next()].map((step) => step.do)).toEqual([
      'train',
      'train',
      'wait',
    ]);
  });

  it('never promotes a run without a loss, and still brings one to the end', () => {
    const search = halving(6);
    const done = trainAlone(search, (index) => (index < 5 ? NaN : 1));
    expect(done.filter(({ untilEpoch }) => untilEpoch > 1)).toEqual([
      { index: 5, untilEpoch: 3 },
      { index: 5, untilEpoch: 9 },
    ]);
    expect(trainAlone(halving(6), () => NaN)).toHaveLength(6);
  });

  it('lets a run that stopped early pass the rungs with the loss it has', () => {
    const search = halving(3);
    const trained = [0, 1, 2].map(() => search.next());
    for (const step of trained) {
      if (step.do === 'train') search.report(step.index, step.index, true);
    }
    expect(search.next()).toEqual({ do: 'done' });
  });

  it('begins nothing new where runs were left on their way', () => {
    const search = halving(9);
    trainAlone(search, (index) => index, 5);
    const given: number[] = [];
    for (let step = search.next(); step.do === 'train'; step = search.next()) given.push(step.index);
    expect(given.length).toBeGreaterThan(0);
    for (const index of given) search.abandon(index);
    expect(search.next()).toEqual({ do: 'done' });
  });

  it('counts a configuration by the mean of its runs, and promotes all of them', () => {
    const search = new Halving(
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
      { rungs: [1, 3], factor: 3 },
    );
    // The luckiest run is in the second configuration, the best mean in the third.
    const losses = [5, 5, 0, 9, 2, 3];
    const done = trainAlone(search, (index) => losses[index]!);
    expect(done.filter(({ untilEpoch }) => untilEpoch === 3)).toEqual([
      { index: 4, untilEpoch: 3 },
      { index: 5, untilEpoch: 3 },
    ]);
  });

  it(`goes on after a restart at any moment as if there had been none (seed ${String(SEED)})`, () => {
    const random = new Random(SEED, 'losses');
    const losses = Array.from({ length: 20 }, () => random.uniform());
    const lossAt = (index: number, epoch: number) => losses[index]! / epoch;
    const whole = trainAlone(halving(20), lossAt);
    for (let stopped = 0; stopped < whole.length; stopped++) {
      const before = trainAlone(halving(20), lossAt, stopped);
      const after = halving(20);
      after.recall(known(before, whole[stopped]!, lossAt));
      expect([...before, ...trainAlone(after, lossAt)]).toEqual(whole);
    }
  });
});

/** What the folders of the runs tell, the last of which was killed on its way. */
function known(
  done: readonly { index: number; untilEpoch: number }[],
  killed: { index: number; untilEpoch: number },
  lossAt: (index: number, epoch: number) => number,
): KnownRun[] {
  const reached = new Map<number, number>();
  for (const { index, untilEpoch } of done) reached.set(index, untilEpoch);
  if (!reached.has(killed.index)) reached.set(killed.index, 0);
  return [...reached].map(([index, epoch]) => ({
    index,
    losses: RUNGS.filter((rung) => rung <= epoch).map((rung) => lossAt(index, rung)),
    hasEnded: false,
    isUnderWay: index === killed.index,
  }));
}
