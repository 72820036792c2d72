import '@testing-library/jest-dom/vitest';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '@shared/model/run.ts';
import RunsStage from '../../src-renderer/features/runs/RunsStage.svelte';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { endedRun } from './helpers/window.ts';

function renderRuns(runs: RunRecord[]) {
  const onopen = vi.fn();
  const ranks = new Map(runs.map((run, k) => [run.id, k]));
  const oncommand = vi.fn();
  const oncontinue = vi.fn(() => Promise.resolve());
  render(RunsStage, { runs, ranks, shownId: null, onopen, oncommand, oncontinue });
  return { onopen, oncontinue, user: userEvent.setup() };
}

const names = () =>
  within(screen.getByRole('grid', { name: 'Runs' }))
    .getAllByRole('row')
    .slice(1)
    .map((row) => row.querySelector('[title]')?.getAttribute('title'));

const three = () => [
  endedRun(1, { name: 'beta', best: metricsPoint(1, 0.3) }),
  endedRun(2, { name: 'Alpha', best: null, status: 'failed' }),
  endedRun(3, { name: 'gamma', best: metricsPoint(1, 0.1), origin: 'command-line' }),
];

describe('the history', () => {
  it('shows the newest first', () => {
    renderRuns(three());
    expect(names()).toEqual(['gamma', 'Alpha', 'beta']);
    expect(screen.getByRole('columnheader', { name: /When/ })).toHaveAttribute('aria-sort', 'descending');
  });

  it('sorts by any column, in either direction, and puts what is missing last', async () => {
    const { user } = renderRuns(three());
    await user.click(screen.getByRole('button', { name: /Best/ }));
    expect(names()).toEqual(['gamma', 'beta', 'Alpha']);
    await user.click(screen.getByRole('button', { name: /Best/ }));
    expect(names()).toEqual(['beta', 'gamma', 'Alpha']);
    await user.click(screen.getByRole('button', { name: /Name/ }));
    expect(names()).toEqual(['Alpha', 'beta', 'gamma']);
  });

  it('filters by every word, over name, status and settings', async () => {
    const { user } = renderRuns(three());
    await user.type(screen.getByRole('searchbox', { name: 'Filter runs' }), 'adam finished');
    expect(names()).toEqual(['gamma', 'beta']);
    expect(screen.getByText('2 of 3 runs')).toBeVisible();
    await user.type(screen.getByRole('searchbox', { name: 'Filter runs' }), ' command');
    expect(names()).toEqual(['gamma']);
  });

  it('says so when nothing matches, and offers the way back', async () => {
    const { user } = renderRuns(three());
    await user.type(screen.getByRole('searchbox', { name: 'Filter runs' }), 'zzz');
    await user.click(screen.getByRole('button', { name: 'Show all runs' }));
    expect(names()).toHaveLength(3);
  });

  it('opens a run by the keyboard', async () => {
    const { user, onopen } = renderRuns(three());
    screen.getByRole('grid', { name: 'Runs' }).focus();
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(onopen).toHaveBeenCalledExactlyOnceWith(endedRun(2).id);
    await user.keyboard('{End}{Enter}');
    expect(onopen).toHaveBeenLastCalledWith(endedRun(1).id);
  });

  it('holds only the rows in sight of ten thousand', () => {
    renderRuns(Array.from({ length: 10_000 }, (_, k) => endedRun(k)));
    const grid = screen.getByRole('grid', { name: 'Runs' });
    expect(grid).toHaveAttribute('aria-rowcount', '10001');
    expect(grid.querySelectorAll('tr').length).toBeLessThan(80);
  });

  it('says what it is for while it is empty', () => {
    renderRuns([]);
    expect(screen.getByText(/Every training is kept here/)).toBeVisible();
  });
});
