import '@testing-library/jest-dom/vitest';
import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import type { WorkbenchBridge } from '@shared/ipc/envelope.ts';
import { createClient, type Client } from '../../src-renderer/api/client.ts';
import { RunDetail } from '../../src-renderer/state/run-detail.svelte.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { articleExperiment, endedRun, fakeClient, makeWorkbench, renderWindow } from './helpers/window.ts';

function message(points: number[], whole = false): RunPortMessage {
  return {
    whole,
    points: points.map((epoch) => metricsPoint(epoch, 1)),
    insight: [],
    frame: null,
    status: 'running',
    epochsDone: points.at(-1) ?? 0,
    seconds: 1,
    secondsLeft: 2,
  };
}

describe('the points of a run', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function watched() {
    const fake = fakeClient();
    let send = (_: RunPortMessage): void => undefined;
    const stop = vi.fn();
    const look = vi.fn();
    fake.watchRun.mockImplementation(((_id: string, onmessage: (received: RunPortMessage) => void) => {
      send = onmessage;
      return Promise.resolve({ look, stop });
    }) as never);
    const detail = new RunDetail(fake as unknown as Client, endedRun(1).id);
    await detail.follow('running');
    return { fake, detail, look, stop, send: (sent: RunPortMessage) => send(sent) };
  }

  it('arrive in order, at most ten times a second', async () => {
    const { detail, send } = await watched();
    send(message([0, 1], true));
    send(message([2]));
    expect(detail.points).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(100);
    send(message([3]));
    await vi.advanceTimersByTimeAsync(100);
    expect(detail.points.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
    expect(detail.progress).toEqual({ epochsDone: 3, seconds: 1, secondsLeft: 2 });
  });

  it('are replaced by a whole set', async () => {
    const { detail, send } = await watched();
    send(message([0, 1, 2]));
    send(message([0, 1], true));
    send(message([5]));
    await vi.advanceTimersByTimeAsync(100);
    expect(detail.points.map(({ epoch }) => epoch)).toEqual([0, 1, 5]);
  });

  it('are read from the folder once the run has ended, and the port is closed', async () => {
    const { fake, detail, stop } = await watched();
    fake.runOpen.mockResolvedValueOnce({
      run: endedRun(1),
      points: [metricsPoint(9, 1)] as never,
      hasModel: true,
      testOpenings: 0,
    });
    await detail.follow('finished');
    expect(stop).toHaveBeenCalledOnce();
    expect(detail.points.map(({ epoch }) => epoch)).toEqual([9]);
    expect(detail.hasModel).toBe(true);
  });

  it('are streamed again when the run goes on, in place of those it had', async () => {
    const { fake, detail, send } = await watched();
    await detail.follow('stopped');
    await detail.follow('running');
    expect(fake.watchRun).toHaveBeenCalledTimes(2);
    send(message([0, 1], true));
    send(message([2]));
    await vi.advanceTimersByTimeAsync(100);
    expect(detail.points.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  });

  it('that are read too late, when the run has gone on, do not replace newer ones', async () => {
    const { fake, detail, send } = await watched();
    let answer = (_: never): void => undefined;
    fake.runOpen.mockReturnValueOnce(new Promise<never>((resolve) => (answer = resolve)));
    const reading = detail.follow('stopped');
    await detail.follow('running');
    send(message([0, 1, 2, 3], true));
    await vi.advanceTimersByTimeAsync(100);
    answer({ run: endedRun(1), points: [metricsPoint(1, 1)], hasModel: true } as never);
    await reading;
    expect(detail.points.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
  });

  it('are asked for once, however often the same status is told', async () => {
    const { fake, detail } = await watched();
    await detail.follow('paused');
    await detail.follow('running');
    expect(fake.watchRun).toHaveBeenCalledOnce();
  });

  it('that cannot be read say why', async () => {
    const fake = fakeClient();
    fake.runOpen.mockRejectedValueOnce(new AppError('RUN_NOT_FOUND', 'There is no such run.'));
    const detail = new RunDetail(fake as unknown as Client, endedRun(1).id);
    await detail.follow('finished');
    expect(detail.problem).toBe('There is no such run.');
  });
});

describe('the client', () => {
  function bridge(answer: unknown): WorkbenchBridge {
    return new Proxy({}, { get: () => () => Promise.resolve(answer) }) as WorkbenchBridge;
  }

  it('throws what main refused, with its code and place', async () => {
    const error = { code: 'INVALID_VALUE', message: 'No.', at: 'training.epochs' };
    const client = createClient(bridge({ ok: false, error }), window);
    await expect(client.runReveal({ runId: 'run_000000000001' })).rejects.toMatchObject(error);
  });

  it('takes only the port with its own nonce, from this page', async () => {
    let nonce = '';
    const runId = 'run_000000000001';
    const calls = {
      runWatch: (request: { nonce: string }) => {
        ({ nonce } = request);
        return Promise.resolve({ ok: true, value: {} });
      },
    };
    const client = createClient(
      new Proxy(calls, { get: (_, name) => calls[name as 'runWatch'] }) as never,
      window,
    );
    const received: RunPortMessage[] = [];
    const watching = client.watchRun(runId, (sent) => received.push(sent));
    await Promise.resolve();

    const { origin } = window.location;
    const hand = (data: object, port: unknown, from: unknown = window): void => {
      const event = new MessageEvent('message', { data, origin, source: from as Window });
      Object.defineProperty(event, 'ports', { value: [port] });
      window.dispatchEvent(event);
    };
    const wrong = { onmessage: null as unknown };
    const right = { onmessage: null as ((event: { data: unknown }) => void) | null, close: vi.fn() };
    const handover = { type: 'ninestep-run-port', runId, nonce };
    hand({ ...handover, nonce: 'of-somebody-else' }, wrong);
    hand(handover, wrong, null);
    hand(handover, right);
    const watch = await watching;
    expect(wrong.onmessage).toBeNull();

    right.onmessage?.({ data: message([1]) });
    right.onmessage?.({ data: { hello: 'stranger' } });
    expect(received).toHaveLength(1);
    watch.stop();
    expect(right.close).toHaveBeenCalledOnce();
  });
});

describe('the window', () => {
  it('shows a run of the history with its own settings, read-only, and leads back', async () => {
    const run = endedRun(5, { name: 'old run' });
    const { user, workbench, fake } = renderWindow({ runs: [run] });
    workbench.openRun(run.id);
    expect(await screen.findByText(/Its settings are shown as they were/)).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Epochs' })).toBeDisabled();
    expect(fake.runOpen).toHaveBeenCalledWith({ runId: run.id });
    await user.click(screen.getByRole('button', { name: 'Back to the draft' }));
    expect(screen.getByRole('textbox', { name: 'Epochs' })).toBeEnabled();
  });

  it('puts a run’s settings into the project as a new experiment', async () => {
    const experiment = { ...endedRun(1).experiment, name: 'old' };
    const run = endedRun(5, { experiment });
    const { user, workbench } = renderWindow({ runs: [run] });
    workbench.openRun(run.id);
    await user.click(await screen.findByRole('button', { name: 'Use these settings' }));
    expect(workbench.project.project.experiments).toHaveLength(2);
    expect(workbench.project.experiment.training).toBe(experiment.training);
    expect(screen.getByRole('textbox', { name: 'Epochs' })).toBeEnabled();
  });

  it('tells the end of a run that is not in sight, and not of one that is', () => {
    const { workbench } = makeWorkbench({ runs: [endedRun(1, { status: 'running', endedAt: null })] });
    workbench.receive({ type: 'run-changed', run: endedRun(1) }, () => undefined);
    expect(workbench.notices.shown.map((notice) => notice.message)).toEqual(['Run 1: finished.']);
  });

  it('says once that a run was stopped', () => {
    const { workbench } = makeWorkbench({ runs: [endedRun(1, { status: 'running', endedAt: null })] });
    const run = endedRun(1, { status: 'stopped', reason: 'Stopped after 12 epochs and 3.0 s.' });
    workbench.receive({ type: 'run-changed', run }, () => undefined);
    expect(workbench.notices.shown.map((notice) => notice.message)).toEqual([
      'Run 1: stopped after 12 epochs and 3.0 s.',
    ]);
  });

  it('welcomes in one line while nothing was trained', () => {
    renderWindow();
    expect(screen.getByText(/Welcome\./)).toBeVisible();
  });

  it('welcomes to the article’s network only, not to another experiment that is open', async () => {
    const { workbench } = renderWindow({ experiments: [articleExperiment(), articleExperiment()] });
    workbench.openExperiment('exp_000000000001');
    await waitFor(() => expect(screen.queryByText(/Welcome\./)).toBeNull());
  });
});
