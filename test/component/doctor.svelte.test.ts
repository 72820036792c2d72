import '@testing-library/jest-dom/vitest';
import { render, screen, within } from '@testing-library/svelte';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import App from '../../src-renderer/App.svelte';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { giveCanvas } from './helpers/canvas.ts';
import { articleExperiment, endedRun, makeWorkbench, openStage } from './helpers/window.ts';

beforeAll(giveCanvas);

/** A loss that jumps up and down by a tenth of all there is to explain. */
const RESTLESS = Array.from({ length: 41 }, (_, k) => metricsPoint(k, 0.5 + 0.1 * (k % 2)));
const CALM = Array.from({ length: 41 }, (_, k) => metricsPoint(k, 1 / (1 + k)));
const INSIGHT: InsightPoint[] = [0, 20, 30, 40].map((epoch) => ({
  epoch,
  step: 10 * epoch,
  learningRate: 0.01,
  probeRows: 64,
  noiseScale: null,
  layers: [],
}));

async function openTrain(points: MetricsPoint[], insight: InsightPoint[] = []) {
  const experiment = articleExperiment();
  const run = endedRun(1, { experiment, name: 'Sick run' });
  const made = makeWorkbench({ runs: [run] });
  made.fake.runOpen.mockResolvedValue({ run, points: points as never, hasModel: false, testOpenings: 0 });
  made.fake.runInsight.mockResolvedValue({ points: insight, moments: [], bytes: 0 });
  render(App, { workbench: made.workbench, actions: made.actions });
  const user = userEvent.setup();
  await openStage(user, 'Train');
  return { ...made, user };
}

const doctor = () => within(screen.getByRole('region', { name: 'Training doctor' }));

describe('the doctor in the Train stage', () => {
  it('says that nothing is wrong where nothing is, and how far it could see', async () => {
    await openTrain(CALM);
    expect(await doctor().findByText(/The inside of this network was not measured/)).toBeVisible();
    expect(doctor().getByRole('button', { name: 'Doctor' })).toBeDisabled();
  });

  it('says that nothing is wrong inside where the inside was measured', async () => {
    await openTrain(CALM, INSIGHT);
    expect(await doctor().findByText(/Nothing is wrong with this run/)).toBeVisible();
  });

  it('says what it waits for while there are few evaluations', async () => {
    await openTrain(CALM.slice(0, 5));
    expect(await doctor().findByText('Looks at curves from 20 evaluations on.')).toBeVisible();
  });

  it('tells what is wrong, what was measured and what each cure changes; Escape folds it', async () => {
    const { user } = await openTrain(RESTLESS);
    const fold = await doctor().findByRole('button', { name: 'Doctor 1' });
    expect(doctor().getByRole('status')).toHaveTextContent('The learning rate is too high');
    await user.click(fold);
    const findings = within(doctor().getByRole('region', { name: 'Findings' }));
    expect(findings.getByRole('heading', { name: /Warning.*The learning rate is too high/ })).toBeVisible();
    expect(findings.getByText(/from one evaluation to the next/)).toBeVisible();
    expect(findings.getByText(/^Learning rate .* → /)).toBeVisible();
    await user.keyboard('{Escape}');
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    expect(fold).toHaveFocus();
  });

  it('makes a changed copy with one press, opens it, and offers to train it', async () => {
    const { user, workbench, fake } = await openTrain(RESTLESS);
    const before = workbench.project.experiment;
    await user.click(await doctor().findByRole('button', { name: /^Learning rate/ }));
    const { experiment } = workbench.project;
    expect(workbench.project.project.experiments).toHaveLength(2);
    expect(experiment.name).not.toBe(before.name);
    expect(experiment.training.optimizer).not.toEqual(before.training.optimizer);
    expect({ ...experiment, name: before.name, training: before.training }).toEqual(before);
    expect(await screen.findByText(/is a copy of Sick run with: Learning rate/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Train' }));
    expect(fake.runStart).toHaveBeenCalledWith({ experiment });
  });

  it('can be taken back like any other edit', async () => {
    const { user, workbench } = await openTrain(RESTLESS);
    await user.click(await doctor().findByRole('button', { name: /^Learning rate/ }));
    expect(workbench.project.undoLabel).toMatch(/^Doctor: Learning rate/);
    workbench.project.undo();
    expect(workbench.project.project.experiments).toHaveLength(1);
  });
});
