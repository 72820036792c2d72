import '@testing-library/jest-dom/vitest';
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { RunEntry, RunGroup } from '@shared/model/run.ts';
import { groupSummaries, groupText } from '../../src-renderer/edits/group-summary.ts';
import { queueItems, queueMove } from '../../src-renderer/edits/queue-items.ts';
import { secondsUntilDone } from '../../src-renderer/edits/queue-time.ts';
import { endText } from '../../src-renderer/features/queue/end-text.ts';
import QueuePanel from '../../src-renderer/features/queue/QueuePanel.svelte';
import { endedRun } from './helpers/window.ts';

const LR: RunGroup = {
  id: 'grp_000000000001',
  kind: 'sweep',
  name: 'Sweep lr',
  index: 0,
  configuration: 0,
  replicate: 0,
  values: {},
};

function waitingRun(n: number, change: Partial<RunEntry> = {}): RunEntry {
  return endedRun(n, { status: 'queued', endedAt: null, epochsDone: 0, last: null, best: null, ...change });
}

const three = () => [waitingRun(1), waitingRun(2), waitingRun(3)];

describe('how long the queue takes', () => {
  it.each([
    ['nothing', [], [], 2, 0],
    ['one core, one after the other', [3], [2, 4], 1, 9],
    ['the next core that comes free', [3, 1], [4, 1], 2, 5],
    ['idle cores at once', [], [2, 2], 4, 2],
    ['more runs under way than the budget is now', [3, 5], [1], 1, 5],
  ])('%s', (_, running, waiting, cores, seconds) => {
    expect(secondsUntilDone(running, waiting, cores)).toBe(seconds);
  });

  it('is unknown where the time of one of them is', () => {
    expect(secondsUntilDone([1], [null], 1)).toBeNull();
    expect(secondsUntilDone([null], [], 1)).toBeNull();
  });

  it.each([
    [{ running: 0, waiting: 0, isHeld: false, secondsLeft: 0 }, 'Nothing to do'],
    [{ running: 0, waiting: 2, isHeld: true, secondsLeft: null }, 'Held'],
    [{ running: 1, waiting: 0, isHeld: false, secondsLeft: null }, 'Time left: –'],
    [{ running: 1, waiting: 0, isHeld: false, secondsLeft: 12 }, '≈ 12 s left'],
  ])('is told in words', (outlook, text) => {
    expect(endText(outlook)).toBe(text);
  });

  it('names the time of day where it takes more than a minute', () => {
    const text = endText(
      { running: 1, waiting: 0, isHeld: false, secondsLeft: 600 },
      new Date(2025, 0, 1, 14, 20),
    );
    expect(text).toMatch(/^≈ 10 min 00 s left, done at .*(14:30|02:30)/);
  });
});

describe('rows of the queue', () => {
  const group = (n: number) => waitingRun(n, { group: LR });

  it('fold waiting runs of one group that follow each other', () => {
    const items = queueItems([waitingRun(1), group(2), group(3), waitingRun(4), group(5)]);
    expect(items.map(({ runs }) => runs.map(({ id }) => id.at(-1)))).toEqual([
      ['1'],
      ['2', '3'],
      ['4'],
      ['5'],
    ]);
  });

  it.each([
    ['down by one', 0, 1, ['1'], '3'],
    ['to the end', 0, 9, ['1'], null],
    ['to the front', 2, 0, ['3'], '1'],
    ['past the front', 1, -5, ['2'], '1'],
  ])('are moved %s', (_, from, to, runs, before) => {
    const asked = queueMove(queueItems(three()), from, to);
    expect(asked?.runIds.map((id) => id.at(-1))).toEqual(runs);
    expect(asked?.before?.at(-1) ?? null).toBe(before);
  });

  it('that stay where they are ask for nothing', () => {
    expect(queueMove(queueItems(three()), 2, 5)).toBeNull();
  });

  it('of a group are moved as a whole', () => {
    const items = queueItems([waitingRun(1), group(2), group(3)]);
    expect(queueMove(items, 1, 0)?.runIds.map((id) => id.at(-1))).toEqual(['2', '3']);
  });
});

describe('a group', () => {
  it('says how far it is', () => {
    const runs = [
      endedRun(1, { group: LR }),
      endedRun(2, { group: LR, status: 'running' }),
      endedRun(3, { group: LR, status: 'paused' }),
      waitingRun(4, { group: LR }),
      endedRun(5),
    ];
    const [summary] = groupSummaries(runs);
    expect(groupText(summary!)).toBe('1 of 4 done · 1 running · 1 paused · 1 waiting');
  });
});

function renderPanel(change: Record<string, unknown> = {}) {
  const on = {
    onopen: vi.fn(),
    oncommand: vi.fn(),
    oncontinuegroup: vi.fn(),
    onmove: vi.fn(),
    onpauseall: vi.fn(),
    onbudget: vi.fn(),
    onengine: vi.fn(),
    onhold: vi.fn(),
    onclose: vi.fn(),
  };
  const shown = {
    running: [],
    waiting: three(),
    groups: [],
    engine: 'auto',
    budget: 1,
    inUse: 1,
    cores: 4,
    isHeld: false,
    reason: null,
    secondsLeft: null,
    ranks: new Map(),
    detailOf: () => undefined,
    ...change,
  };
  render(QueuePanel, { ...shown, ...on } as never);
  return { ...on, user: userEvent.setup() };
}

const handle = (n: number) => screen.getByRole('button', { name: new RegExp(`^Run ${String(n)}, `) });
const idOf = (n: number) => waitingRun(n).id;

describe('the queue panel', () => {
  it('teaches what it is for while nothing is in it', () => {
    renderPanel({ waiting: [] });
    expect(screen.getByText(/Nothing is trained and nothing waits/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Stop all' })).toBeDisabled();
  });

  it('changes the order by Alt and an arrow key, says so, and keeps the keyboard on the row', async () => {
    const { user, onmove } = renderPanel();
    handle(2).focus();
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(onmove).toHaveBeenCalledWith([idOf(2)], idOf(1));
    expect(screen.getByText('Run 2 is now 1 of 3.')).toBeInTheDocument();
  });

  it('walks through the rows by the arrow keys alone', async () => {
    const { user, onmove } = renderPanel();
    handle(1).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(handle(3)).toHaveFocus();
    expect(onmove).not.toHaveBeenCalled();
  });

  it('changes the order by drag', async () => {
    const { onmove } = renderPanel();
    const rows = within(screen.getByRole('list', { name: /Waiting/ })).getAllByRole('listitem');
    await fireEvent.dragStart(rows[0]!);
    // The simulated browser gives a drag no place: below the middle of the row.
    await fireEvent(rows[2]!, new MouseEvent('dragover', { bubbles: true, clientY: 10 }));
    await fireEvent.drop(rows[2]!);
    expect(onmove).toHaveBeenCalledWith([idOf(1)], null);
  });

  it('takes a run out of the queue', async () => {
    const { user, oncommand } = renderPanel();
    await user.click(screen.getByRole('button', { name: 'Take Run 2 out of the queue' }));
    expect(oncommand).toHaveBeenCalledWith([idOf(2)], 'stop');
  });

  it('asks for what is to train runs that begin', async () => {
    const { user, onengine } = renderPanel();
    expect(screen.getByLabelText('Engine')).toHaveValue('auto');
    await user.selectOptions(screen.getByLabelText('Engine'), 'Native');
    expect(onengine).toHaveBeenCalledWith('native');
  });

  it('changes the budget within the cores of the machine', async () => {
    const { user, onbudget } = renderPanel();
    expect(screen.getByRole('button', { name: 'One core less' })).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'One core more' }));
    expect(onbudget).toHaveBeenCalledWith(2);
  });

  it('stops what waits before what runs, so that nothing begins in its place', async () => {
    const running = [endedRun(9, { status: 'running' })];
    const { user, oncommand } = renderPanel({ running });
    await user.click(screen.getByRole('button', { name: 'Stop all' }));
    expect(oncommand).toHaveBeenCalledWith([idOf(1), idOf(2), idOf(3), running[0]!.id], 'stop');
  });

  it('resumes all where all are paused, and else pauses them', async () => {
    const running = [endedRun(8, { status: 'paused' }), endedRun(9, { status: 'paused' })];
    const { user, onpauseall } = renderPanel({ running });
    await user.click(screen.getByRole('button', { name: 'Resume all' }));
    expect(onpauseall).toHaveBeenCalledWith(false);
  });

  it('says why it is held, and goes on', async () => {
    const { user, onhold } = renderPanel({ isHeld: true, reason: 'Ninestep did not end in order.' });
    expect(screen.getByText('Ninestep did not end in order.')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Go on' }));
    expect(onhold).toHaveBeenCalledWith(false);
  });

  it('continues a group that was stopped', async () => {
    const groups = groupSummaries([
      endedRun(1, { group: LR, status: 'stopped' }),
      endedRun(2, { group: LR }),
    ]);
    const { user, oncontinuegroup } = renderPanel({ groups });
    await user.click(screen.getByRole('button', { name: 'Continue Sweep lr' }));
    expect(oncontinuegroup).toHaveBeenCalledWith(LR.id);
  });

  it('stops a group as a whole', async () => {
    const runs = [
      endedRun(1, { group: LR, status: 'running' }),
      waitingRun(2, { group: LR }),
      endedRun(3, { group: LR }),
    ];
    const { user, oncommand } = renderPanel({ groups: groupSummaries(runs) });
    await user.click(screen.getByRole('button', { name: 'Stop all of Sweep lr' }));
    expect(oncommand).toHaveBeenCalledWith([runs[0]!.id, runs[1]!.id], 'stop');
  });

  it('closes by Escape', async () => {
    const { user, onclose } = renderPanel();
    await user.keyboard('{Escape}');
    expect(onclose).toHaveBeenCalledOnce();
  });
});
