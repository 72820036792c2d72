import '@testing-library/jest-dom/vitest';
import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueueState } from '@shared/model/queue.ts';
import type { RunEntry, RunGroup } from '@shared/model/run.ts';
import { dockRoom } from '../../src-renderer/features/shell/dock-room.ts';
import { endedRun, makeWorkbench, renderWindow } from './helpers/window.ts';

const GROUP: RunGroup = {
  id: 'grp_000000000001',
  kind: 'sweep',
  name: 'Sweep lr',
  index: 0,
  configuration: 0,
  replicate: 0,
  values: {},
};

const QUEUE: QueueState = {
  waiting: [],
  engine: 'auto',
  budget: 1,
  inUse: 0,
  cores: 4,
  isHeld: false,
  reason: null,
};

const liveRun = (n: number, change: Partial<RunEntry> = {}) =>
  endedRun(n, { status: 'running', endedAt: null, epochsDone: 50, ...change });

const nothing = (): void => undefined;

describe('the dock', () => {
  it.each([
    [1280, 1, 'full', 1],
    [1280, 2, 'medium', 2],
    [1280, 3, 'compact', 3],
    [1280, 7, 'compact', 7],
    [1280, 20, 'compact', 7],
    [1920, 4, 'medium', 4],
    [0, 5, 'compact', 1],
  ] as const)('at %d px says of %d live runs what fits', (width, live, density, shown) => {
    expect(dockRoom(width, live)).toEqual({ density, shown });
  });

  it('opens the queue, and the keyboard comes back to it', async () => {
    const { user } = renderWindow({ runs: [liveRun(1)] });
    const button = screen.getByRole('button', { name: /1 running/ });
    await user.click(button);
    expect(button).toHaveAttribute('aria-expanded', 'true');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary', { name: 'Queue' })).toBeNull();
    expect(button).toHaveFocus();
  });

  it('follows the queue as main tells it', async () => {
    const waiting = [endedRun(2, { status: 'queued' }), endedRun(3, { status: 'queued' })];
    const { workbench } = renderWindow({ runs: [liveRun(1), ...waiting] });
    workbench.receive(
      { type: 'queue-changed', queue: { ...QUEUE, waiting: waiting.map(({ id }) => id) } },
      nothing,
    );
    expect(await screen.findByRole('button', { name: /1 running · 2 waiting/ })).toBeVisible();
  });

  it('names a run as the person does', () => {
    const marks = { name: 'The good one', tags: [], note: '', isStarred: false, color: null };
    renderWindow({ runs: [endedRun(1, { marks })] });
    const dock = within(screen.getByRole('region', { name: 'Live and recent runs' }));
    expect(dock.getByRole('button', { name: /The good one/ })).toBeVisible();
  });
});

describe('the order of the queue', () => {
  it('is shown at once, with the keyboard on the moved row, and put back where main refuses', async () => {
    const waiting = [1, 2, 3].map((n) => endedRun(n, { status: 'queued' }));
    const { workbench, fake, user } = renderWindow({ runs: waiting });
    const ids = waiting.map(({ id }) => id);
    workbench.receive({ type: 'queue-changed', queue: { ...QUEUE, waiting: ids } }, nothing);
    fake.queueMove.mockRejectedValueOnce(new Error('No.'));
    await user.click(await screen.findByRole('button', { name: /3 waiting/ }));
    screen.getByRole('button', { name: 'Run 3, 3 of 3' }).focus();
    await user.keyboard('{Alt>}{Home}{/Alt}');
    expect(fake.queueMove).toHaveBeenCalledWith({ runIds: [ids[2]], before: ids[0] });
    await waitFor(() => {
      expect(workbench.queue.waiting).toEqual(ids);
    });
    await user.keyboard('{Alt>}{Home}{/Alt}');
    await waitFor(() => {
      expect(workbench.queue.waiting[0]).not.toBe(ids[0]);
    });
  });
});

describe('keys', () => {
  it('Space pauses and resumes the run that is shown, and types a space in a field', async () => {
    const { user, fake, workbench } = renderWindow({ runs: [liveRun(1)] });
    document.body.focus();
    await user.keyboard(' ');
    expect(fake.runCommand).toHaveBeenLastCalledWith({ runIds: [liveRun(1).id], command: 'pause' });
    workbench.receive({ type: 'run-changed', run: liveRun(1, { status: 'paused' }) }, nothing);
    await user.keyboard(' ');
    expect(fake.runCommand).toHaveBeenLastCalledWith({ runIds: [liveRun(1).id], command: 'resume' });
    fake.runCommand.mockClear();
    screen.getByRole('button', { name: 'Launch many runs' }).focus();
    await user.keyboard(' ');
    expect(fake.runCommand).not.toHaveBeenCalled();
  });

  it('open the ways to launch many, one at a time', async () => {
    const { user } = renderWindow();
    await user.keyboard('{Control>}{Shift>}R{/Shift}{/Control}');
    expect(screen.getByRole('dialog', { name: 'Repeat with k seeds' })).toBeVisible();
    await user.keyboard('{Control>}{Shift>}S{/Shift}{/Control}');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
  });

  it('pause all: what is trained, and what would begin in its place', async () => {
    const waiting = endedRun(2, { status: 'queued' });
    const { workbench, actions, fake } = makeWorkbench({ runs: [liveRun(1), waiting] });
    workbench.receive({ type: 'queue-changed', queue: { ...QUEUE, waiting: [waiting.id] } }, nothing);
    actions.perform('run:pause-all');
    await waitFor(() => {
      expect(fake.runCommand).toHaveBeenCalledWith({ runIds: [liveRun(1).id], command: 'pause' });
    });
    expect(fake.queueConfigure).toHaveBeenCalledWith({ isHeld: true });
  });

  it('stop all: what waits before what runs', () => {
    const waiting = endedRun(2, { status: 'queued' });
    const { workbench, actions, fake } = makeWorkbench({ runs: [liveRun(1), waiting] });
    workbench.receive({ type: 'queue-changed', queue: { ...QUEUE, waiting: [waiting.id] } }, nothing);
    actions.perform('run:stop-all');
    expect(fake.runCommand).toHaveBeenCalledWith({ runIds: [waiting.id, liveRun(1).id], command: 'stop' });
  });
});

describe('launching', () => {
  it('shows how long the draft takes, once it is left alone, and asks once for the same work', async () => {
    const { fake, workbench } = renderWindow();
    fake.runForecast.mockResolvedValue({ secondsPerEpoch: 0.006, seconds: 1.2 });
    expect(screen.getByText('–', { exact: false, selector: 'p' })).toBeVisible();
    expect(await screen.findByText(/6 ms an epoch/, {}, { timeout: 3_000 })).toBeVisible();
    const { experiment } = workbench.project;
    const longer = { ...experiment, training: { ...experiment.training, epochs: 1_000 } };
    workbench.project.edit(longer, 'Epochs');
    expect(await screen.findByText(/6\.0 s/)).toBeVisible();
    expect(fake.runForecast).toHaveBeenCalledOnce();
  });

  it('asks anew how long the draft takes when another engine is to train', async () => {
    const { fake, workbench } = renderWindow();
    fake.runForecast.mockResolvedValueOnce({ secondsPerEpoch: 0.006, seconds: 1.2 });
    expect(await screen.findByText(/6 ms an epoch/, {}, { timeout: 3_000 })).toBeVisible();
    fake.runForecast.mockResolvedValueOnce({ secondsPerEpoch: 0.003, seconds: 0.6 });
    workbench.receive({ type: 'queue-changed', queue: { ...QUEUE, engine: 'native' } }, nothing);
    expect(await screen.findByText(/3 ms an epoch/, {}, { timeout: 3_000 })).toBeVisible();
    workbench.receive({ type: 'queue-changed', queue: QUEUE }, nothing);
    expect(await screen.findByText(/6 ms an epoch/)).toBeVisible();
    expect(fake.runForecast).toHaveBeenCalledTimes(2);
  });

  it('many runs sends the spec as a plain value, closes the dialog and opens the queue', async () => {
    const { user, fake, actions } = renderWindow();
    actions.perform('run:repeat');
    await user.click(await screen.findByRole('button', { name: 'Launch 5 runs' }));
    expect(fake.groupStart).toHaveBeenCalledOnce();
    const [[request]] = fake.groupStart.mock.calls as unknown as [[{ spec: object }]];
    expect(structuredClone(request)).toMatchObject({ spec: { replicates: { count: 5 }, settings: [] } });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('complementary', { name: 'Queue' })).toBeVisible();
  });

  it('that main refuses stays open and says why', async () => {
    const { user, fake, actions } = renderWindow();
    fake.groupStart.mockRejectedValueOnce(new Error('The disk is full.'));
    actions.perform('run:repeat');
    await user.click(await screen.findByRole('button', { name: 'Launch 5 runs' }));
    expect(await screen.findByText('The disk is full.')).toBeVisible();
    expect(screen.getByRole('dialog')).toBeVisible();
  });
});

describe('the end of runs that were launched together', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is told once, when the last has ended', () => {
    const member = (n: number, change: Partial<RunEntry> = {}) => endedRun(n, { group: GROUP, ...change });
    const runs = [1, 2, 3].map((n) => member(n, { status: 'running', endedAt: null }));
    const { workbench } = makeWorkbench({ runs });
    const end = (n: number, change: Partial<RunEntry> = {}) => {
      workbench.receive({ type: 'run-changed', run: member(n, change) }, nothing);
    };
    end(1);
    vi.advanceTimersByTime(5_000);
    end(2, { status: 'diverged' });
    end(3);
    expect(workbench.notices.shown).toEqual([]);
    vi.advanceTimersByTime(2_000);
    expect(workbench.notices.shown.map(({ level, message }) => ({ level, message }))).toEqual([
      { level: 'warning', message: 'Sweep lr: 3 runs have ended: 2 finished, 1 diverged.' },
    ]);
  });
});
