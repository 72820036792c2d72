import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { openStage, renderWindow } from './helpers/window.ts';

async function openTrain() {
  const made = renderWindow();
  await openStage(made.user, 'Train');
  return made;
}

const train = () => screen.getByRole('button', { name: /^Train Ctrl/ });

describe('a setting', () => {
  it.each([
    ['Epochs', '0', 'Must be a whole number from 1 to 10,000,000, but is 0.'],
    ['Epochs', '1.5', 'Must be a whole number from 1 to 10,000,000, but is 1.5.'],
    ['Batch size', '65537', 'Must be a whole number from 1 to 65,536, but is 65537.'],
    ['Patience', 'often', 'Must be a whole number from 1 to 10,000,000, but is "often".'],
    ['Training seed', '-1', 'Must be a whole number from 0 to 4,294,967,295, but is -1.'],
  ])('%s explains %s below itself, with the range', async (label, typed, message) => {
    const { user, workbench } = await openTrain();
    const before = workbench.project.experiment;
    const field = screen.getByRole('textbox', { name: label });
    await user.clear(field);
    await user.type(field, typed);

    expect(field).toHaveAccessibleDescription(expect.stringContaining(message));
    expect(field).toHaveAttribute('aria-invalid', 'true');
    expect(field).toHaveValue(typed);
    expect(workbench.project.experiment.data).toBe(before.data);
    expect(workbench.project.problems).toHaveLength(1);
    expect(train()).toBeDisabled();
  });

  it('that is wrong is still there after a look elsewhere, and the rail counts it', async () => {
    const { user } = await openTrain();
    await user.clear(screen.getByRole('textbox', { name: 'Epochs' }));
    await openStage(user, 'Data');
    const rail = within(screen.getByRole('navigation', { name: 'Stages' }));
    expect(rail.getByRole('button', { name: /Train.*1 problem/ })).toBeVisible();
    await openStage(user, 'Train');
    expect(screen.getByRole('textbox', { name: 'Epochs' })).toHaveValue('');
  });

  it('goes back to its default and to a valid draft', async () => {
    const { user, workbench } = await openTrain();
    const field = screen.getByRole('textbox', { name: 'Epochs' });
    await user.clear(field);
    await user.type(field, '7');
    expect(workbench.project.experiment.training.epochs).toBe(7);
    await user.click(screen.getByRole('button', { name: 'reset Epochs' }));
    expect(workbench.project.experiment.training.epochs).toBe(200);
    expect(screen.queryByRole('button', { name: 'reset Epochs' })).toBeNull();
    expect(train()).toBeEnabled();
  });

  it('steps with the arrow keys, within its range', async () => {
    const { user, workbench } = await openTrain();
    const field = screen.getByRole('textbox', { name: 'Training seed' });
    field.focus();
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
    expect(workbench.project.experiment.training.seed).toBe(0);
  });

  it('keeps the learning rate when the optimizer changes, and takes the rest from the table', async () => {
    const { user, workbench } = await openTrain();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'sgd');
    expect(workbench.project.experiment.training.optimizer).toEqual({ type: 'sgd', learningRate: 0.01 });
  });

  it('of the batch can be all rows', async () => {
    const { user, workbench } = await openTrain();
    await user.click(screen.getByRole('checkbox', { name: 'Full' }));
    expect(workbench.project.experiment.training.batchSize).toBe('full');
    expect(screen.getByText('200 epochs · 200 steps')).toBeVisible();
  });
});

describe('the data form', () => {
  it('shows what is wrong with a formula beside it', async () => {
    const { user } = renderWindow();
    await openStage(user, 'Data');
    const formula = screen.getByRole('textbox', { name: 'Formula of sum' });
    await user.clear(formula);
    await user.type(formula, 'a + c');
    expect(formula).toHaveAccessibleDescription(/There is no input called "c"\. Known: a, b\./);
  });

  it('renames an input in formulas and test cases too', async () => {
    const { user, workbench } = renderWindow();
    await openStage(user, 'Data');
    const name = screen.getByRole('textbox', { name: 'Name of a' });
    await user.clear(name);
    await user.type(name, 'width{Enter}');
    const { source } = workbench.project.experiment.data;
    expect(Object.keys(source.inputs)).toEqual(['width', 'b']);
    expect(source.targets).toEqual({ sum: 'width + b', difference: 'width - b', distance: 'abs(width - b)' });
  });
});
