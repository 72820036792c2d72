import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { columnNames } from '@shared/model/features.ts';
import { openStage, renderWindow } from './helpers/window.ts';

async function openTrain() {
  const made = renderWindow();
  await openStage(made.user, 'Train');
  return made;
}

const train = () => screen.getByRole('button', { name: /^Train Ctrl/ });

describe('a setting', () => {
  it.each([
    ['Epochs', '-1', 'Must be a whole number from 0 to 10,000,000, but is -1.'],
    ['Epochs', '1.5', 'Must be a whole number from 0 to 10,000,000, but is 1.5.'],
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
    expect(workbench.project.experiment.training.optimizer).toEqual({
      type: 'sgd',
      learningRate: 0.01,
      weightDecay: 0,
    });
  });

  it('of the batch can be all rows', async () => {
    const { user, workbench } = await openTrain();
    await user.click(screen.getByRole('checkbox', { name: 'Full' }));
    expect(workbench.project.experiment.training.batchSize).toBe('full');
  });
});

describe('a loss', () => {
  const choose = async (user: Awaited<ReturnType<typeof openTrain>>['user'], label: string, option: string) =>
    user.selectOptions(screen.getByRole('combobox', { name: label }), option);

  it('of cross-entropy brings its output and unscaled targets, and says so', async () => {
    const { user, workbench } = await openTrain();
    await choose(user, 'Loss', 'softmax-cross-entropy');
    const { data, network } = workbench.project.experiment;
    expect(network.output.activation).toBe('softmax');
    expect(data.scaling).toEqual({ inputs: 'standard', targets: 'none' });
    expect(screen.getByRole('combobox', { name: 'Loss' })).toHaveAccessibleDescription(
      /sets the output activation to softmax and leaves targets unscaled/,
    );
    expect(workbench.project.problems).toEqual([]);
    await choose(user, 'Loss', 'mae');
    expect(workbench.project.experiment.network.output.activation).toBe('linear');
    expect(workbench.project.experiment.data.scaling.targets).toBe('standard');
  });

  it('shows only the settings that it has', async () => {
    const { user } = await openTrain();
    expect(screen.queryByRole('textbox', { name: 'Huber δ' })).toBeNull();
    expect(screen.queryByRole('combobox', { name: 'Class weights' })).toBeNull();
    await choose(user, 'Loss', 'huber');
    expect(screen.getByRole('textbox', { name: 'Huber δ' })).toBeVisible();
    await choose(user, 'Loss', 'softmax-cross-entropy');
    expect(screen.queryByRole('textbox', { name: 'Huber δ' })).toBeNull();
    await choose(user, 'Class weights', 'balanced');
    await choose(user, 'Loss', 'mse');
    expect(screen.queryByRole('combobox', { name: 'Class weights' })).toBeNull();
    expect(train()).toBeEnabled();
  });
});

describe('an optimizer', () => {
  it.each(['lbfgs', 'levenberg-marquardt'])(
    'of second order (%s) brings what it needs, and says so',
    async (type) => {
      const { user, workbench } = await openTrain();
      await user.click(screen.getByRole('checkbox', { name: 'Clip gradients' }));
      await user.selectOptions(screen.getByRole('combobox', { name: 'Schedule' }), 'cosine');
      await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), type);
      expect(workbench.project.experiment.training).toMatchObject({
        batchSize: 'full',
        precision: 'float64',
        schedule: { type: 'constant' },
      });
      expect(workbench.project.experiment.training.clipping).toBeUndefined();
      expect(screen.queryByRole('combobox', { name: 'Schedule' })).toBeNull();
      expect(screen.getByRole('combobox', { name: 'Method' })).toHaveAccessibleDescription(
        /Looks at all rows in every step, in double precision/,
      );
      expect(train()).toBeEnabled();
    },
  );

  it('explains beside the field what it cannot work with', async () => {
    const { user } = await openTrain();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Loss' }), 'mae');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'levenberg-marquardt');
    expect(screen.getByRole('combobox', { name: 'Loss' })).toHaveAccessibleDescription(/squared errors only/);
  });

  it('comes with its own learning rate, unless one was chosen', async () => {
    const { user, workbench } = await openTrain();
    const method = screen.getByRole('combobox', { name: 'Method' });
    const rate = () =>
      (workbench.project.experiment.training.optimizer as { learningRate: number }).learningRate;
    await user.selectOptions(method, 'adadelta');
    expect(rate()).toBe(1);
    const field = screen.getByRole('textbox', { name: 'Learning rate' });
    await user.clear(field);
    await user.type(field, '0.3');
    await user.selectOptions(method, 'radam');
    expect(rate()).toBe(0.3);
  });
});

describe('schedule, warm-up and clipping', () => {
  it('each have their fields', async () => {
    const { user, workbench } = await openTrain();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Schedule' }), 'step');
    const every = screen.getByRole('textbox', { name: 'Every' });
    await user.clear(every);
    await user.type(every, '7');
    const warmUp = screen.getByRole('textbox', { name: 'Warm-up epochs' });
    await user.clear(warmUp);
    await user.type(warmUp, '3');
    await user.click(screen.getByRole('checkbox', { name: 'Clip gradients' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Clip by' }), 'value');
    expect(workbench.project.experiment.training).toMatchObject({
      schedule: { type: 'step', every: 7, factor: 0.1 },
      warmUpEpochs: 3,
      clipping: { by: 'value', limit: 1 },
    });
    await user.click(screen.getByRole('checkbox', { name: 'Clip gradients' }));
    expect(workbench.project.experiment.training.clipping).toBeUndefined();
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
    const { data } = workbench.project.experiment;
    expect(columnNames(data, 'input')).toEqual(['width', 'b']);
    expect(data.source).toMatchObject({
      targets: { sum: 'width + b', difference: 'width - b', distance: 'abs(width - b)' },
    });
  });
});
