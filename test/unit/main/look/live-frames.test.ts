import { LIMITS } from '@shared/core/limits.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { LookedAtMachine } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import { type LookRequest, networkFrameSchema } from '@shared/ipc/insight-contract.ts';
import { describe, expect, it } from 'vitest';
import { FrameMaker } from '../../../../src-main/look/frame-maker.ts';
import { LiveFrames } from '../../../../src-main/look/live-frames.ts';
import { trainingSetup } from '../../../../src-main/trainer/training-setup.ts';
import { smallExperiment } from '../../../helpers/experiments.ts';

const SURFACE = {
  x: 'a',
  y: 'b',
  xRange: [0, 10],
  yRange: [-1, 1],
  size: 40,
  rest: [0, 0],
} satisfies LookRequest['surface'];
const ALL: LookRequest = { weights: true, rows: [0, 1, 2, 3, 4, 5, 6, 7], surface: SURFACE, answers: 20 };

/** Frames of a small network, on a clock that goes on by so many milliseconds for each row that it is asked about. */
function framesTaking(msPerRow: number) {
  const experiment = smallExperiment();
  const data = prepareExperiment(experiment);
  const trainer = new Trainer(trainingSetup(experiment, data), referenceBackend);
  const clock = { now: 0 };
  const { network } = trainer;
  const slow: LookedAtMachine = {
    ...pick(network),
    predictRows: (inputs, rows) => {
      clock.now += msPerRow * rows;
      return network.predictRows(inputs, rows);
    },
    traceRows: (inputs, rows) => {
      clock.now += msPerRow * rows;
      return network.traceRows(inputs, rows);
    },
  };
  const maker = new FrameMaker(experiment, data, ['train', 'validation']);
  const frames = new LiveFrames(maker, () => clock.now);
  return { frames, clock, lookedAt: { network: slow, epoch: 0, step: 0 } };
}

function pick({ parameters, statistics, predictCapacity }: LookedAtMachine) {
  return { parameters, statistics, predictCapacity };
}

describe('LiveFrames', () => {
  it('makes none where nobody looks', () => {
    const { frames, lookedAt } = framesTaking(0);
    expect(frames.frame(lookedAt, null)).toBeNull();
  });

  it('makes ten a second, by the contract, whatever is asked for', () => {
    const { frames, lookedAt, clock } = framesTaking(0);
    let made = 0;
    for (; clock.now < 10_000; clock.now += 5) {
      const frame = frames.frame(lookedAt, ALL);
      if (frame === null) continue;
      made += 1;
      expect(networkFrameSchema.safeParse(frame).success).toBe(true);
      expect(frame.surface).not.toBeNull();
      expect(frame.answers).toHaveLength(2);
    }
    expect(made).toBeGreaterThanOrEqual(100);
    expect(made).toBeLessThanOrEqual(10 * LIMITS.metricMessagesPerSecond);
  });

  it('shows what is newly asked for at once, and not twice', () => {
    const { frames, lookedAt } = framesTaking(0);
    expect(frames.frame(lookedAt, ALL)?.weights).toHaveLength(2);
    expect(frames.frame(lookedAt, ALL)).toBeNull();
    expect(frames.frame(lookedAt, { ...ALL, weights: false })?.weights).toBeNull();
  });

  it('gets finer until it is as fine as asked for, where there is time', () => {
    const { frames, lookedAt, clock } = framesTaking(0);
    const sizes: number[] = [];
    for (; clock.now < 5_000; clock.now += 50) {
      const frame = frames.frame(lookedAt, ALL);
      if (frame?.surface != null) sizes.push(frame.surface.request.size);
    }
    expect(sizes[0]).toBeLessThan(SURFACE.size);
    expect(sizes.at(-1)).toBe(SURFACE.size);
  });

  it('takes at most a twentieth of the time, and gets coarser, where looking takes long', () => {
    const { frames, lookedAt, clock } = framesTaking(1);
    let [looking, training] = [0, 0];
    let size = Infinity;
    let made = 0;
    while (training < 100_000) {
      const before = clock.now;
      const frame = frames.frame(lookedAt, ALL);
      // The first ones find out how long it takes.
      if (training > 30_000) looking += clock.now - before;
      made += Number(frame !== null);
      size = frame?.surface?.request.size ?? size;
      clock.now += 15;
      training += 15;
    }
    expect(looking / 70_000).toBeLessThan(0.05);
    expect(size).toBe(8);
    // Eight rows take 8 ms: a picture every 400 ms.
    expect(made).toBeGreaterThan(200);
  });

  it('is whole at once where a run is paused', () => {
    const { frames, lookedAt } = framesTaking(40);
    expect(frames.frame(lookedAt, ALL, true)?.surface?.request.size).toBe(SURFACE.size);
  });

  it('leaves out a surface that cannot be, and goes on', () => {
    const { frames, lookedAt } = framesTaking(0);
    const frame = frames.frame(lookedAt, { ...ALL, surface: { ...SURFACE, x: 'gone' } });
    expect(frame).toMatchObject({ surface: null, rows: expect.any(Array) as number[] });
    expect(frame?.answers).toHaveLength(2);
  });
});
