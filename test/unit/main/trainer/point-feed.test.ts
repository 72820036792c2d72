import { LIMITS } from '@shared/core/limits.ts';
import { type RunPortMessage, runPortMessageSchema } from '@shared/ipc/run-port.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FeedState, PointFeed } from '../../../../src-main/trainer/point-feed.ts';
import { point } from './points.ts';

const running = (epochsDone: number): FeedState => ({
  status: 'running',
  epochsDone,
  seconds: 0,
  secondsLeft: null,
});

class FakePort {
  readonly messages: RunPortMessage[] = [];
  postMessage(message: RunPortMessage): void {
    this.messages.push(message);
  }
  get epochs(): number[] {
    return this.messages.flatMap((message) => message.points.map(({ epoch }) => epoch));
  }
}

describe('PointFeed', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('sends a new port all points so far, then only new ones', () => {
    const feed = new PointFeed(running(0));
    feed.add({ points: [point(0), point(1)] }, running(1));
    vi.advanceTimersByTime(100);
    const port = new FakePort();
    feed.attach(port);
    vi.advanceTimersByTime(100);
    feed.add({ points: [point(2)] }, running(2));
    vi.advanceTimersByTime(100);
    expect(port.messages.map(({ whole, points }) => [whole, points.map(({ epoch }) => epoch)])).toEqual([
      [true, [0, 1]],
      [false, [2]],
    ]);
    for (const message of port.messages) expect(runPortMessageSchema.safeParse(message).success).toBe(true);
  });

  it('gives every port every point once, whenever it came', () => {
    const feed = new PointFeed(running(0));
    const ports = [new FakePort(), new FakePort(), new FakePort()];
    for (let epoch = 0; epoch < 300; epoch++) {
      const late = ports[epoch / 100];
      if (late !== undefined) feed.attach(late);
      feed.add({ points: [point(epoch)] }, running(epoch));
      vi.advanceTimersByTime(7);
    }
    vi.advanceTimersByTime(100);
    const all = Array.from({ length: 300 }, (_, epoch) => epoch);
    for (const port of ports) expect(port.epochs).toEqual(all);
  });

  it('sends at most 20 messages a second, however fast points come (I5)', () => {
    const feed = new PointFeed(running(0));
    const port = new FakePort();
    feed.attach(port);
    for (let ms = 0; ms < 1_000; ms++) {
      feed.add({ points: [point(ms)] }, running(ms));
      vi.advanceTimersByTime(1);
    }
    expect(port.messages.length).toBeLessThanOrEqual(LIMITS.metricMessagesPerSecond);
  });

  it('sends a change of status without any points', () => {
    const feed = new PointFeed(running(0));
    const port = new FakePort();
    feed.attach(port);
    vi.advanceTimersByTime(100);
    feed.add({}, { ...running(0), status: 'paused' });
    vi.advanceTimersByTime(100);
    expect(port.messages.at(-1)).toMatchObject({ whole: false, points: [], status: 'paused' });
  });

  it('is drained when the last points have been posted', async () => {
    const feed = new PointFeed(running(0));
    const port = new FakePort();
    feed.attach(port);
    feed.add({ points: [point(0)] }, running(1));
    const drained = feed.drained().then(() => port.epochs);
    await vi.advanceTimersByTimeAsync(100);
    expect(await drained).toEqual([0]);
    await expect(feed.drained()).resolves.toBeUndefined();
  });

  it('sends nothing to a port that is gone', () => {
    const feed = new PointFeed(running(0));
    const port = new FakePort();
    feed.attach(port);
    feed.detach(port);
    feed.add({ points: [point(0)] }, running(1));
    vi.advanceTimersByTime(100);
    expect(port.messages).toEqual([]);
  });

  it('sends what was measured inside of the network once, as the points', () => {
    const feed = new PointFeed(running(0));
    const insight = (epoch: number) => ({
      epoch,
      step: epoch,
      learningRate: null,
      probeRows: 1,
      noiseScale: null,
      layers: [],
    });
    feed.add({ insight: [insight(0)] }, running(0));
    const port = new FakePort();
    feed.attach(port);
    vi.advanceTimersByTime(100);
    feed.add({ insight: [insight(1)] }, running(1));
    vi.advanceTimersByTime(100);
    expect(port.messages.map((message) => message.insight.map(({ epoch }) => epoch))).toEqual([[0], [1]]);
  });

  it('sends the newest picture, once, to whoever looks', () => {
    const feed = new PointFeed(running(0));
    const [looking, other] = [new FakePort(), new FakePort()];
    for (const port of [looking, other]) feed.attach(port);
    const look = { weights: true, rows: [], surface: null, answers: 0 };
    feed.look(looking, look);
    expect(feed.wanted).toBe(look);
    const frame = (epoch: number) => ({
      epoch,
      step: epoch,
      weights: null,
      rows: [],
      activations: null,
      surface: null,
      answers: null,
    });
    feed.add({ frame: frame(1) }, running(1));
    feed.add({ frame: frame(2) }, running(2));
    feed.add({}, running(3));
    vi.advanceTimersByTime(100);
    feed.add({}, running(4));
    vi.advanceTimersByTime(100);
    expect(looking.messages.map((message) => message.frame?.epoch)).toEqual([2, undefined]);
    expect(other.messages.map((message) => message.frame)).toEqual([null, null]);
    feed.look(looking, null);
    expect(feed.wanted).toBeNull();
    feed.look(looking, look);
    feed.detach(looking);
    expect(feed.wanted).toBeNull();
  });
});
