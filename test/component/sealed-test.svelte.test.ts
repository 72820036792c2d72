import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { sortRuns } from '@shared/runs/sort.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { endedRun, makeWorkbench, openStage, renderWindow } from './helpers/window.ts';

const point = { ...metricsPoint(1, 0.5), test: metricsPoint(1, 0.7).train };
const runs = [endedRun(1, { last: point, best: point }), endedRun(2, { last: point, best: point })];
const [first] = runs;

describe('results on the test rows', () => {
  it('are nowhere in the window before they are opened', () => {
    const { workbench } = makeWorkbench({ runs });
    expect(workbench.runs.all.map(({ last, best }) => [last?.test, best?.test])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(workbench.runs.get(first!.id)?.best?.test).toBeNull();
  });

  it('cannot be guessed from the order of the runs', () => {
    const { workbench } = makeWorkbench({ runs });
    const sorted = sortRuns(workbench.runs.all, [{ column: 'last:test.loss', direction: 'ascending' }]);
    expect(sorted.map(({ id }) => id)).toEqual(workbench.runs.all.map(({ id }) => id));
  });

  it('are opened for one run, and how often is told', async () => {
    const { workbench, fake } = makeWorkbench({ runs });
    fake.runOpenTest.mockResolvedValue({ opened: 2 });
    await workbench.runs.openTest(first!.id);
    expect(fake.runOpenTest).toHaveBeenCalledExactlyOnceWith({ runId: first!.id });
    expect(workbench.runs.get(first!.id)?.best?.test?.loss).toBe(0.7);
    expect(workbench.runs.get(runs[1]!.id)?.best?.test).toBeNull();
    expect(workbench.runs.detail(first!).testOpenings).toBe(2);
  });

  it('stay sealed when the opening cannot be written down', async () => {
    const { workbench, fake } = makeWorkbench({ runs });
    fake.runOpenTest.mockRejectedValue(new Error('The disk is full.'));
    await expect(workbench.runs.openTest(first!.id)).rejects.toThrow('The disk is full.');
    expect(workbench.runs.get(first!.id)?.best?.test).toBeNull();
  });

  it('are said to be sealed in the table of runs', async () => {
    const { user, workbench } = renderWindow({ runs });
    workbench.history.show(['name', 'last:test.loss']);
    await openStage(user, 'Runs');
    const row = within(screen.getByRole('row', { name: /Run 1/ }));
    expect(row.getByText('sealed')).toBeInTheDocument();
  });
});
