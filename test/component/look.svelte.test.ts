import { describe, expect, it, vi } from 'vitest';
import { LIMITS } from '@shared/core/limits.ts';
import { AppError } from '@shared/core/errors.ts';
import type { NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import type { RunEntry, RunStatus } from '@shared/model/run.ts';
import type { Client } from '../../src-renderer/api/client.ts';
import { mergedLook } from '../../src-renderer/state/look-request.ts';
import { LookState } from '../../src-renderer/state/look.svelte.ts';
import { RunDetail } from '../../src-renderer/state/run-detail.svelte.ts';
import { endedRun, fakeClient } from './helpers/window.ts';

const frameAt = (epoch: number): NetworkFrame => ({
  epoch,
  step: epoch,
  weights: null,
  rows: [],
  activations: null,
  surface: null,
  answers: null,
});
const withStatus = (run: RunEntry, status: RunStatus): RunEntry => ({ ...run, status });

/** A look at runs that a fake main knows, and the ports through which they tell. */
function makeLook() {
  const fake = fakeClient();
  const ports = new Map<
    string,
    { send: (message: RunPortMessage) => void; look: ReturnType<typeof vi.fn> }
  >();
  fake.watchRun.mockImplementation(((id: string, onmessage: (message: RunPortMessage) => void) => {
    const look = vi.fn();
    ports.set(id, { send: onmessage, look });
    return Promise.resolve({ look, stop: () => undefined });
  }) as never);
  const details = new Map<string, RunDetail>();
  const detailOf = (id: string): RunDetail => {
    const known = details.get(id) ?? new RunDetail(fake as unknown as Client, id);
    details.set(id, known);
    return known;
  };
  const look = new LookState(fake as unknown as Client, ({ id }) => detailOf(id));
  const follow = async (run: RunEntry): Promise<void> => {
    await detailOf(run.id).follow(run.status);
    look.follow(run);
    await settle();
  };
  const tell = (id: string, frame: NetworkFrame | null): void => {
    const message = { whole: false, points: [], insight: [], status: 'running' as const };
    ports.get(id)!.send({ ...message, frame, epochsDone: 1, seconds: 1, secondsLeft: null });
  };
  return { fake, look, follow, tell, ports };
}

/** Lets what has been asked be answered. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('one request for all panels', () => {
  it('is nothing where nobody wants anything', () => {
    expect(mergedLook([])).toBeNull();
    expect(mergedLook([{ rows: [] }, { weights: false }])).toBeNull();
  });

  it('holds what each of them wants, rows once and the larger number of answers', () => {
    const merged = mergedLook([
      { weights: true, rows: [3, 1], answers: 10 },
      { rows: [1, 7], answers: 100 },
    ]);
    expect(merged).toEqual({ weights: true, rows: [3, 1, 7], surface: null, answers: 100 });
  });

  it('asks for no more rows than the contract takes', () => {
    const rows = Array.from({ length: LIMITS.lookedAtRows + 5 }, (_, k) => k);
    expect(mergedLook([{ rows }])?.rows).toHaveLength(LIMITS.lookedAtRows);
  });
});

describe('a look at a run that is trained', () => {
  it('is told to its port as one request, and again only when it changes', async () => {
    const { look, follow, ports } = makeLook();
    const run = withStatus(endedRun(1), 'running');
    await follow(run);
    ports.get(run.id)!.look.mockClear();
    look.want('canvas', { weights: true });
    look.want('answers', { answers: 5 });
    await settle();
    expect(ports.get(run.id)!.look.mock.calls).toEqual([
      [{ weights: true, rows: [], surface: null, answers: 5 }],
    ]);
  });

  it('shows each frame as it comes', async () => {
    const { look, follow, tell } = makeLook();
    const run = withStatus(endedRun(1), 'running');
    look.want('canvas', { weights: true });
    await follow(run);
    tell(run.id, frameAt(3));
    expect(look.frame?.epoch).toBe(3);
    tell(run.id, null);
    expect(look.frame?.epoch).toBe(3);
    tell(run.id, frameAt(4));
    expect([look.isLive, look.frame?.epoch]).toEqual([true, 4]);
  });

  it('costs nothing while nobody looks', async () => {
    const { look, follow, ports } = makeLook();
    const run = withStatus(endedRun(1), 'running');
    look.want('canvas', { weights: true });
    await follow(run);
    look.want('canvas', null);
    await settle();
    expect(ports.get(run.id)!.look).toHaveBeenLastCalledWith(null);
  });

  it('keeps the last frame until that of the ended run is there', async () => {
    const { fake, look, follow, tell } = makeLook();
    const run = withStatus(endedRun(1), 'running');
    look.want('canvas', { weights: true });
    await follow(run);
    tell(run.id, frameAt(8));
    let answer = (_: NetworkFrame): void => undefined;
    fake.runLook.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    await follow(withStatus(run, 'finished'));
    expect(look.frame?.epoch).toBe(8);
    answer(frameAt(7));
    await settle();
    expect(look.frame?.epoch).toBe(7);
  });
});

describe('a look back', () => {
  it('asks main for the moment, and goes on with what is now', async () => {
    const { fake, look, follow, tell } = makeLook();
    const run = withStatus(endedRun(1), 'running');
    look.want('canvas', { weights: true });
    await follow(run);
    fake.runLook.mockResolvedValueOnce(frameAt(2));
    look.show(2);
    await settle();
    expect(fake.runLook).toHaveBeenLastCalledWith(expect.objectContaining({ runId: run.id, epoch: 2 }));
    expect([look.isLive, look.frame?.epoch]).toEqual([false, 2]);
    look.show(null);
    tell(run.id, frameAt(20));
    await settle();
    tell(run.id, frameAt(21));
    expect([look.isLive, look.frame?.epoch]).toEqual([true, 21]);
  });

  it('asks for the last of several wishes only, one at a time', async () => {
    const { fake, look, follow } = makeLook();
    await follow(endedRun(1));
    fake.runLook.mockClear();
    let answer = (_: NetworkFrame): void => undefined;
    fake.runLook.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    look.want('canvas', { weights: true });
    await settle();
    for (const epoch of [1, 2, 3]) {
      look.show(epoch);
      await settle();
    }
    expect(fake.runLook).toHaveBeenCalledOnce();
    answer(frameAt(9));
    await settle();
    await settle();
    expect(fake.runLook.mock.calls.map(([{ epoch }]) => epoch)).toEqual([null, 3]);
  });

  it('says why there is nothing to see, and forgets it with another run', async () => {
    const { fake, look, follow } = makeLook();
    look.want('canvas', { weights: true });
    fake.runLook.mockRejectedValueOnce(new AppError('FILE_NOT_FOUND', 'There is no model.'));
    await follow(endedRun(1));
    expect(look.problem).toBe('There is no model.');
    await follow(endedRun(2));
    expect(look.problem).toBeNull();
  });

  it('sees a run that has no model at its last kept moment', async () => {
    const { fake, look, follow } = makeLook();
    look.want('canvas', { weights: true });
    fake.runInsight.mockResolvedValue({ points: [], moments: [{ epoch: 4, step: 40 }], bytes: 1 });
    fake.runLook.mockImplementation(({ epoch }: { epoch: number | null }) =>
      epoch === null
        ? Promise.reject(new AppError('FILE_NOT_FOUND', 'There is no model.'))
        : Promise.resolve(frameAt(epoch)),
    );
    await follow(withStatus(endedRun(1), 'diverged'));
    await settle();
    expect([look.frame?.epoch, look.problem]).toEqual([4, null]);
  });

  it('sees a run that another process trains at its last kept moment', async () => {
    const { fake, look, follow } = makeLook();
    look.want('canvas', { weights: true });
    fake.runInsight.mockResolvedValue({ points: [], moments: [{ epoch: 6, step: 60 }], bytes: 1 });
    fake.runLook.mockImplementation((({ epoch }: { epoch: number }) =>
      Promise.resolve(frameAt(epoch))) as never);
    await follow({ ...withStatus(endedRun(1), 'running'), isElsewhere: true });
    await settle();
    expect([look.isLive, look.frame?.epoch]).toEqual([false, 6]);
    look.follow(undefined);
  });

  it('begins anew with another run: no frame, no moment, nothing measured of the one before', async () => {
    const { fake, look, follow } = makeLook();
    look.want('canvas', { weights: true });
    fake.runInsight.mockResolvedValueOnce({ points: [], moments: [{ epoch: 5, step: 5 }], bytes: 10 });
    await follow(endedRun(1));
    look.show(5);
    fake.runLook.mockReturnValue(new Promise(() => undefined));
    fake.runInsight.mockReturnValueOnce(new Promise(() => undefined));
    look.follow(endedRun(2));
    expect({ frame: look.frame, moment: look.moment, moments: look.moments, bytes: look.bytes }).toEqual({
      frame: null,
      moment: null,
      moments: [],
      bytes: 0,
    });
  });
});
