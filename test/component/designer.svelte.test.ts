import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseLayers } from '../../src-renderer/edits/layer-shorthand.ts';
import { layerWords } from '../helpers/layer-words.ts';
import { articleExperiment, renderWindow } from './helpers/window.ts';

function experimentOf(layers: string, change: Partial<Experiment['training']> = {}): Experiment {
  const read = parseLayers(layers);
  if (!read.ok) throw new Error(read.problem);
  const article = articleExperiment();
  return {
    ...article,
    network: { ...article.network, layers: read.value },
    training: { ...article.training, ...change },
  };
}

function openNetwork(layers: string, change: Partial<Experiment['training']> = {}) {
  const made = renderWindow({ experiments: [experimentOf(layers, change)] });
  return {
    ...made,
    words: () => made.workbench.project.experiment.network.layers.map(layerWords).join(', '),
  };
}

const list = () => within(screen.getByRole('region', { name: 'Layers' }));
const inspector = () => within(screen.getByRole('complementary', { name: 'Inspector' }));
const train = () => screen.getByRole('button', { name: /^Train Ctrl/ });

beforeAll(() => {
  // happy-dom has no popovers: here a menu is always open.
  HTMLElement.prototype.hidePopover = () => undefined;
});

describe('the inspector', () => {
  it('shows what a layer computes, typeset, with its shape and counts', async () => {
    const { user } = openNetwork('8 tanh, 4');
    await user.click(list().getByRole('button', { name: '1 · Dense' }));
    expect(inspector().getByRole('math', { name: 'a = f(W·x + b)' })).toBeVisible();
    expect(inspector().getByRole('math', { name: 'f(z) = tanh(z)' })).toBeVisible();
    expect(inspector().getByText('8 × 2')).toBeVisible();
    expect(inspector().getByText('(2+1)·8 = 24')).toBeVisible();
  });

  it('gives a setting to all selected layers that have it', async () => {
    const { user, words, workbench } = openNetwork('8, 4, 6');
    const activations = () =>
      workbench.project.experiment.network.layers.map((layer) => 'activation' in layer && layer.activation);
    await user.click(list().getByRole('button', { name: '1 · Dense' }));
    await user.keyboard('{Control>}');
    await user.click(list().getByRole('button', { name: '3 · Dense' }));
    await user.keyboard('{/Control}');
    expect(inspector().getByRole('heading', { name: '2 layers' })).toBeVisible();
    expect(inspector().getByText('They differ: 8, 6.')).toBeVisible();
    await user.click(inspector().getByRole('button', { name: 'Same for all' }));
    expect(words()).toBe('8, 4, 8');
    const field = inspector().getByRole('textbox', { name: 'Units' });
    await user.clear(field);
    await user.type(field, '32');
    expect(words()).toBe('32, 4, 32');
    await user.selectOptions(inspector().getByRole('combobox', { name: 'Activation' }), 'gelu');
    expect(activations()).toEqual(['gelu', 'relu', 'gelu']);
    workbench.project.undo();
    expect(activations()).toEqual(['relu', 'relu', 'relu']);
  });

  it('forgets what was half typed for several layers once others are chosen', async () => {
    const { user } = openNetwork('8, 4');
    await user.click(list().getByRole('button', { name: '1 · Dense' }));
    await user.keyboard('{Control>}');
    await user.click(list().getByRole('button', { name: '2 · Dense' }));
    await user.keyboard('{/Control}');
    await user.clear(inspector().getByRole('textbox', { name: 'Units' }));
    expect(train()).toBeDisabled();
    await user.click(list().getByRole('button', { name: '1 · Dense' }));
    expect(train()).toBeEnabled();
  });

  it('has no setting in common for layers of different kinds', async () => {
    const { user } = openNetwork('dropout 0.2, residual 1');
    await user.click(list().getByRole('button', { name: '1 · Dropout' }));
    await user.keyboard('{Control>}');
    await user.click(list().getByRole('button', { name: '2 · Residual connection' }));
    await user.keyboard('{/Control}');
    expect(inspector().getByText('These layers have no setting in common.')).toBeVisible();
  });
});

describe('a problem', () => {
  it('is told at its layer with a fix that lets training go on, and undo brings it back', async () => {
    const { user, words, workbench } = openNetwork('8, 4, residual 1');
    expect(train()).toBeDisabled();
    await user.click(list().getByRole('button', { name: 'Give layer 2 8 units' }));
    expect(words()).toBe('8, 8, residual 1');
    expect(train()).toBeEnabled();
    workbench.project.undo();
    expect(words()).toBe('8, 4, residual 1');
  });

  it('can be fixed from any stage, and is shown with one press', async () => {
    const { user, words, workbench } = openNetwork('8, 4, residual 1');
    await user.click(screen.getByRole('button', { name: /^Layer 3 layers skipped: This residual/ }));
    expect(list().getByRole('button', { name: 'Give layer 2 8 units' })).toHaveFocus();
    workbench.openStage('train');
    // The key for training leads there, too.
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(workbench.stage).toBe('network');
    workbench.openStage('train');
    await user.click(await screen.findByRole('menuitem', { name: 'Give layer 2 8 units', hidden: true }));
    expect(words()).toBe('8, 8, residual 1');
    expect(train()).toBeEnabled();
  });

  it('is told in the inspector, too', async () => {
    const { user, words } = openNetwork('8, 4, residual 1');
    await user.click(list().getByRole('button', { name: '3 · Residual connection' }));
    await user.click(inspector().getByRole('button', { name: 'Remove it' }));
    expect(words()).toBe('8, 4');
  });

  it('of the whole network is told at its totals', async () => {
    const { user, words } = openNetwork('16384, 16384');
    expect(train()).toBeDisabled();
    expect(screen.getByText(/^Network: The network has 268,550,147 parameters/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Shrink the layers to fit' }));
    expect(words()).not.toBe('16384, 16384');
    expect(train()).toBeEnabled();
  });
});

describe('a template', () => {
  it('replaces the hidden layers in one step', async () => {
    const { user, words, workbench } = openNetwork('8, 4');
    const before = workbench.project.experiment;
    await user.click(screen.getByRole('menuitem', { name: /^The article’s 2-4-4-3/, hidden: true }));
    expect(words()).toBe('4, 4');
    expect(workbench.project.undoLabel).toBe('The article’s 2-4-4-3');
    workbench.project.undo();
    expect(workbench.project.experiment).toBe(before);
  });

  it('says how large it will be', () => {
    openNetwork('8');
    expect(
      screen.getByRole('menuitem', { name: /^Linear model .* 9 parameters$/, hidden: true }),
    ).toBeInTheDocument();
  });
});

describe('the totals', () => {
  it('count multiply-adds and tell the time of an epoch once it is measured', async () => {
    const { workbench, fake } = openNetwork('4, 4');
    expect(screen.getByText('Multiply-adds a row').nextElementSibling).toHaveTextContent('36');
    expect(screen.getByText('Time an epoch').nextElementSibling).toHaveTextContent('–');
    fake.runForecast.mockResolvedValue({ secondsPerEpoch: 0.006, seconds: null });
    workbench.forecasts.learn(workbench.project.experiment, 0.006);
    expect(await screen.findByText('≈ 6 ms', { selector: 'strong' })).toBeVisible();
  });
});
