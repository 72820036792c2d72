import '@testing-library/jest-dom/vitest';
import { screen, waitFor, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { DataTable, encodeRunLine } from '@shared/ipc/run-list.ts';
import { NO_MARKS, type RunEntry } from '@shared/model/run.ts';
import { continueAll } from '../../src-renderer/features/runs/run-tasks.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { giveCanvas } from './helpers/canvas.ts';
import { endedRun, openStage, renderWindow } from './helpers/window.ts';

beforeEach(() => {
  giveCanvas();
  // happy-dom has no popovers: here a menu is open from the moment it is made.
  HTMLElement.prototype.showPopover = () => undefined;
});

async function renderHistory(runs: RunEntry[]) {
  const made = renderWindow({ runs });
  await openStage(made.user, 'Runs');
  return { ...made, grid: screen.queryByRole('grid', { name: 'Runs' }) };
}

const grid = () => screen.getByRole('grid', { name: 'Runs' });

/** The names of the runs, from above. */
const names = () =>
  within(grid())
    .getAllByRole('row')
    .filter((row) => row.hasAttribute('aria-selected'))
    .map((row) => row.querySelector('.name [title] .visually-hidden')?.textContent);

function encodedList(runs: readonly RunEntry[]): string {
  const shelf = new DataTable();
  const lines = runs.map((run) => encodeRunLine(run, shelf));
  return [...shelf.lines, ...lines].join('\n');
}

const marks = (change: Partial<RunEntry['marks']>) => ({ ...NO_MARKS, ...change });

const three = () => [
  endedRun(1, {
    name: 'beta',
    best: metricsPoint(1, 0.3),
    marks: marks({ tags: ['wide'], isStarred: true }),
  }),
  endedRun(2, { name: 'Alpha', best: null, status: 'failed', reason: 'No memory.' }),
  endedRun(3, { name: 'gamma', best: metricsPoint(1, 0.1), origin: 'command-line' }),
];

const filter = () => screen.getByRole('combobox', { name: 'Filter runs' });

it('shows a long history while it is read, and says how much is to come', async () => {
  const { workbench } = await renderHistory([endedRun(3)]);
  const read = encodedList([endedRun(1), endedRun(2), endedRun(3, { name: 'as it was' })]);
  workbench.receive({ type: 'runs-read', text: read, done: 250, total: 400 }, () => undefined);
  await tick();
  expect(screen.getByText('3 runs; 150 more are being read')).toBeInTheDocument();
  expect(workbench.runs.all.map(({ id, name }) => [id, name])).toEqual(
    [endedRun(3), endedRun(2), endedRun(1)].map(({ id, name }) => [id, name]),
  );
  workbench.receive({ type: 'runs-read', text: '', done: 400, total: 400 }, () => undefined);
  await tick();
  expect(screen.getByText('3 runs')).toBeInTheDocument();
});

describe('the history', () => {
  it('shows the newest first', async () => {
    await renderHistory(three());
    await waitFor(() => expect(names()).toEqual(['gamma', 'Alpha', 'beta']));
    expect(screen.getByRole('columnheader', { name: /When/ })).toHaveAttribute('aria-sort', 'descending');
  });

  it('sorts by any column, in either direction, and puts what is missing last', async () => {
    const { user } = await renderHistory(three());
    await user.click(screen.getByRole('button', { name: /Best loss/ }));
    await waitFor(() => expect(names()).toEqual(['gamma', 'beta', 'Alpha']));
    await user.click(screen.getByRole('button', { name: /Best loss/ }));
    await waitFor(() => expect(names()).toEqual(['beta', 'gamma', 'Alpha']));
    await user.click(screen.getByRole('button', { name: /Name/ }));
    await waitFor(() => expect(names()).toEqual(['Alpha', 'beta', 'gamma']));
  });

  it('filters by words and by what the query language asks', async () => {
    const { user } = await renderHistory(three());
    await user.type(filter(), 'adam finished');
    await waitFor(() => expect(names()).toEqual(['gamma', 'beta']));
    expect(screen.getByText('2 of 3 runs')).toBeVisible();
    await user.clear(filter());
    await user.type(filter(), 'loss<0.2 or star:yes');
    await waitFor(() => expect(names()).toEqual(['gamma', 'beta']));
  });

  it('says where a query cannot be understood, and keeps the table as it was', async () => {
    const { user } = await renderHistory(three());
    await user.type(filter(), 'status:failed');
    await waitFor(() => expect(names()).toEqual(['Alpha']));
    await user.click(filter());
    await user.paste(' statsu:finished');
    expect(screen.getByText(/Did you mean status\?/)).toBeVisible();
    expect(filter()).toHaveAttribute('aria-invalid', 'true');
    await waitFor(() => expect(names()).toEqual(['Alpha']));
  });

  it('proposes fields, and then the values that occur with their counts', async () => {
    const { user } = await renderHistory(three());
    await user.type(filter(), 'stat');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(filter()).toHaveValue('status:');
    const option = await screen.findByRole('option', { name: /finished/ });
    expect(option).toHaveTextContent('2 runs');
    await user.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(names()).toEqual(['gamma', 'beta']));
  });

  it('asks for a value that is pressed, and lets the filter go again', async () => {
    const { user } = await renderHistory(three());
    await user.click(within(grid()).getByRole('button', { name: 'wide' }));
    await waitFor(() => expect(names()).toEqual(['beta']));
    await user.click(screen.getByRole('button', { name: 'Remove the filter tag:wide' }));
    await waitFor(() => expect(names()).toHaveLength(3));
  });

  it('says so when nothing matches, and offers the way back', async () => {
    const { user } = await renderHistory(three());
    await user.type(filter(), 'zzz');
    await user.click(screen.getByRole('button', { name: 'Show all runs' }));
    await waitFor(() => expect(names()).toHaveLength(3));
  });

  it('opens a run by the keyboard', async () => {
    const { user, workbench } = await renderHistory(three());
    grid().focus();
    await user.keyboard('{Home}{ArrowDown}{Enter}');
    expect(workbench.shownRun?.name).toBe('Alpha');
    expect(workbench.stage).toBe('train');
  });

  it('chooses by Space, by Shift and the arrows, all of them, and none', async () => {
    const { user, workbench } = await renderHistory(three());
    grid().focus();
    await user.keyboard('{Home} ');
    expect(workbench.selection.ids).toEqual([endedRun(3).id]);
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(workbench.selection.ids).toEqual([endedRun(3).id, endedRun(2).id]);
    expect(screen.getByText('2 chosen')).toBeVisible();
    await user.keyboard('{Control>}a{/Control}');
    expect(workbench.selection.ids).toHaveLength(3);
    await user.keyboard('{Escape}');
    expect(workbench.selection.ids).toEqual([]);
  });

  it('renames by F2, stars, tags and moves to the bin, from which the notice takes the run back', async () => {
    const { user, fake } = await renderHistory(three());
    grid().focus();
    await user.keyboard('{Home}{F2}');
    await user.clear(screen.getByRole('textbox', { name: 'Name of gamma' }));
    await user.keyboard('delta{Enter}');
    expect(fake.runMark).toHaveBeenLastCalledWith({ runIds: [endedRun(3).id], marks: { name: 'delta' } });
    expect(grid()).toHaveFocus();
    await user.click(within(grid()).getByRole('button', { name: 'Star gamma' }));
    expect(fake.runMark).toHaveBeenLastCalledWith({ runIds: [endedRun(3).id], marks: { isStarred: true } });
    grid().focus();
    await user.keyboard('{Delete}');
    expect(fake.runDelete).toHaveBeenCalledExactlyOnceWith({ runIds: [endedRun(3).id] });
    await user.click(await screen.findByText('Undo'));
    expect(fake.binRestore).toHaveBeenCalledExactlyOnceWith({ runIds: [endedRun(3).id] });
  });

  it('leaves the name as it was on Escape', async () => {
    const { user, fake } = await renderHistory(three());
    grid().focus();
    await user.keyboard('{Home}{F2}other{Escape}');
    expect(screen.queryByRole('textbox', { name: /^Name of/ })).toBeNull();
    expect(fake.runMark).not.toHaveBeenCalled();
  });

  it('shows numbers as differences from the baseline', async () => {
    const { user } = await renderHistory(three());
    grid().focus();
    await user.keyboard('{End}{Shift>}{F10}{/Shift}');
    await user.click(await screen.findByRole('menuitem', { name: 'Use as the baseline' }));
    expect(screen.getAllByText('−0.2 (−67 %)').length).toBeGreaterThan(0);
  });

  it('groups runs, with the mean and the deviation of their figures, and hides the runs of a group', async () => {
    const { user } = await renderHistory(three());
    await user.selectOptions(screen.getByRole('combobox', { name: 'Groups' }), 'status');
    const head = within(grid()).getByText('Status: Finished', { selector: '.visually-hidden' });
    expect(head.closest('[role=row]')).toHaveTextContent('0.2 ± 0.1414');
    await user.click(head);
    await waitFor(() => expect(names()).toEqual(['Alpha']));
  });

  it('tells why a run failed and what to do', async () => {
    const { user } = await renderHistory(three());
    await user.click(within(grid()).getByText('Alpha', { selector: '.visually-hidden' }));
    const details = within(await screen.findByRole('complementary', { name: 'Selected run' }));
    expect(await details.findByText('No memory.')).toBeVisible();
    expect(details.getByText(/Clone its settings/)).toBeVisible();
  });

  it('clones a run into a draft on the Train stage', async () => {
    const { user, workbench } = await renderHistory(three());
    const before = workbench.project.project.experiments.length;
    await user.click(within(grid()).getByText('gamma', { selector: '.visually-hidden' }));
    await user.click(screen.getByRole('button', { name: 'Clone' }));
    expect(workbench.stage).toBe('train');
    expect(workbench.project.project.experiments).toHaveLength(before + 1);
  });

  it('keeps its view: the query, the order, the columns, under a name', async () => {
    const { user, workbench, fake } = await renderHistory(three());
    await user.type(filter(), 'finished');
    workbench.views.save('Good ones');
    await user.clear(filter());
    workbench.views.open('Good ones');
    await waitFor(() => expect(filter()).toHaveValue('finished'));
    await workbench.views.saver.flush();
    const { current } = workbench.views;
    expect(current).toMatchObject({ name: 'Good ones', query: 'finished' });
    expect(fake.viewsSave).toHaveBeenLastCalledWith({
      views: { format: 'ninestep-views', version: 1, current, saved: [current] },
    });
  });

  it('holds only the rows in sight of ten thousand', async () => {
    await renderHistory(Array.from({ length: 10_000 }, (_, k) => endedRun(k)));
    expect(grid()).toHaveAttribute('aria-rowcount', '10001');
    expect(grid().querySelectorAll('[role=row]').length).toBeLessThan(80);
  });

  it('opens the menu of a run by the other button, and closes it by Escape or a press elsewhere', async () => {
    const { user } = await renderHistory(three());
    const row = screen.getByRole('row', { name: /Alpha/ });
    await user.pointer({ keys: '[MouseRight]', target: row });
    expect(screen.getByRole('menu', { name: /^What to do with/ })).toBeInTheDocument();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('menu', { name: /^What to do with/ })).toBeNull();
    await user.pointer({ keys: '[MouseRight]', target: row });
    await user.pointer({ keys: '[MouseLeft]', target: filter() });
    expect(screen.queryByRole('menu', { name: /^What to do with/ })).toBeNull();
  });

  it('continues several runs one after the other', async () => {
    const asked: string[] = [];
    let isBusy = false;
    const goOn = async (runId: string): Promise<void> => {
      expect(isBusy).toBe(false);
      isBusy = true;
      asked.push(runId);
      await Promise.resolve();
      isBusy = false;
    };
    await continueAll({ goOn }, ['one', 'two', 'three']);
    expect(asked).toEqual(['one', 'two', 'three']);
  });

  it('says what it is for while it is empty', async () => {
    await renderHistory([]);
    expect(screen.getByText(/Every training is kept here/)).toBeVisible();
  });
});
