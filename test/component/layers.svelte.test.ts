import '@testing-library/jest-dom/vitest';
import { screen, waitFor, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '@shared/model/experiment.ts';
import { articleExperiment, renderWindow, type WindowOptions } from './helpers/window.ts';

function withLayers(units: number[]): Experiment {
  const article = articleExperiment();
  const layers = units.map((count) => ({
    type: 'dense' as const,
    units: count,
    activation: 'relu' as const,
    l1: 0,
    l2: 0,
  }));
  return { ...article, network: { ...article.network, layers } };
}

function openNetwork(units: number[], options: WindowOptions = {}) {
  const made = renderWindow({ experiments: [withLayers(units)], ...options });
  return {
    ...made,
    units: () =>
      made.workbench.project.experiment.network.layers.map((layer) =>
        'units' in layer ? layer.units : layer.type,
      ),
  };
}

const list = () => within(screen.getByRole('region', { name: 'Layers' }));

describe('the layer list, by keyboard alone', () => {
  it('adds a layer like the last one before the output', async () => {
    const { user, units } = openNetwork([8, 4]);
    list().getByRole('button', { name: 'Add layer' }).focus();
    await user.keyboard('{Enter}');
    expect(units()).toEqual([8, 4, 4]);
  });

  it('removes, duplicates and moves', async () => {
    const { user, units } = openNetwork([1, 2, 3]);
    list().getByRole('button', { name: 'Move layer 1 down' }).focus();
    await user.keyboard('{Enter}');
    expect(units()).toEqual([2, 1, 3]);
    list().getByRole('button', { name: 'Move layer 3 up' }).focus();
    await user.keyboard(' ');
    expect(units()).toEqual([2, 3, 1]);
    list().getByRole('button', { name: 'Duplicate layer 2' }).focus();
    await user.keyboard('{Enter}');
    expect(units()).toEqual([2, 3, 3, 1]);
    list().getByRole('button', { name: 'Remove layer 1' }).focus();
    await user.keyboard('{Enter}');
    expect(units()).toEqual([3, 3, 1]);
  });

  it('moves the layer whose field has the focus with Alt and an arrow', async () => {
    const { user, units } = openNetwork([1, 2]);
    list().getByRole('textbox', { name: 'Units of layer 1' }).focus();
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(units()).toEqual([2, 1]);
  });

  it('does nothing past either end', () => {
    openNetwork([1, 2]);
    expect(list().getByRole('button', { name: 'Move layer 1 up' })).toBeDisabled();
    expect(list().getByRole('button', { name: 'Move layer 2 down' })).toBeDisabled();
  });

  it('changes units and activation', async () => {
    const { user, workbench } = openNetwork([4]);
    const field = list().getByRole('textbox', { name: 'Units of layer 1' });
    await user.clear(field);
    await user.type(field, '32');
    await user.selectOptions(list().getByRole('combobox', { name: 'Activation of layer 1' }), 'tanh');
    expect(workbench.project.experiment.network.layers).toEqual([
      { type: 'dense', units: 32, activation: 'tanh', l1: 0, l2: 0 },
    ]);
  });

  it('works on the selected layer with A, D and Delete', async () => {
    const { user, units } = openNetwork([1, 2]);
    screen.getByRole('listbox', { name: /^The network/ }).focus();
    await user.keyboard('{Home}d');
    expect(units()).toEqual([1, 1, 2]);
    await user.keyboard('{Delete}');
    expect(units()).toEqual([1, 2]);
    // The layer that took the place of the removed one is selected.
    await user.keyboard('{Delete}');
    expect(units()).toEqual([1]);
  });
});

describe('the totals', () => {
  it('spell the parameters out, live', async () => {
    const { user } = openNetwork([4, 4]);
    expect(screen.getByText('= (2+1)·4 + (4+1)·4 + (4+1)·3')).toBeVisible();
    expect(screen.getByText('47', { selector: 'strong' })).toBeVisible();
    await user.click(list().getByRole('button', { name: 'Remove layer 2' }));
    expect(screen.getByText('27', { selector: 'strong' })).toBeVisible();
  });

  it('warn as the article does from as many parameters as training rows on, and let training go on', async () => {
    // (2+1)·1166 + (1166+1)·3 = 6,999: one fewer than the 7,000 training rows.
    const { user } = openNetwork([1166]);
    expect(screen.queryByText(/The article's step 5 refuses/)).toBeNull();
    const field = list().getByRole('textbox', { name: 'Units of layer 1' });
    await user.clear(field);
    await user.type(field, '1167');
    expect(
      screen.getByText(/The article's step 5 refuses 7,005 parameters for 7,000 training rows/),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: /^Train Ctrl/ })).toBeEnabled();
  });
});

describe('explicit initial weights', () => {
  const initial = [
    { W: [[1, 2]], b: [0] },
    { W: [[1], [2], [3]], b: [0, 0, 0] },
  ];
  function given(): Experiment {
    const experiment = withLayers([1]);
    return { ...experiment, network: { ...experiment.network, initial } };
  }

  it('stay while they fit', async () => {
    const { user, workbench } = openNetwork([], { experiments: [given()] });
    await user.selectOptions(list().getByRole('combobox', { name: 'Activation of layer 1' }), 'tanh');
    expect(workbench.project.experiment.network.initial).toBe(initial);
  });

  it('are left out with a note when they no longer fit, and undo brings them back', async () => {
    const { user, workbench } = openNetwork([], { experiments: [given()] });
    await user.click(list().getByRole('button', { name: 'Add layer' }));
    expect(workbench.project.experiment.network.initial).toBeUndefined();
    const note = screen.getByText(/explicit initial weights no longer fit/);
    expect(note).toBeVisible();
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Undo' }));
    expect(workbench.project.experiment.network.initial).toBe(initial);
    expect(workbench.project.experiment.network.layers).toHaveLength(1);
  });
});

describe('layers of other kinds', () => {
  beforeAll(() => {
    // happy-dom has no popovers: here a menu is always open.
    HTMLElement.prototype.hidePopover = () => undefined;
  });

  async function add(user: ReturnType<typeof openNetwork>['user'], kind: string) {
    await user.click(list().getByRole('button', { name: 'Add a layer of another kind' }));
    await user.click(screen.getByRole('menuitem', { name: kind, hidden: true }));
  }

  it.each([
    ['Dropout', { type: 'dropout', rate: 0.5 }],
    [
      'Batch normalisation',
      { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'linear' },
    ],
    ['Layer normalisation', { type: 'layer-normalization', epsilon: 1e-5, activation: 'linear' }],
    ['Residual connection', { type: 'residual', over: 1 }],
  ])('%s is added after the last layer with the settings of its table', async (kind, expected) => {
    const { user, workbench } = openNetwork([5, 5]);
    await add(user, kind);
    expect(workbench.project.experiment.network.layers[2]).toEqual(expected);
    expect(workbench.project.problems).toEqual([]);
  });

  it('are added after the selected layer, and a dense layer after them is like the last dense one', async () => {
    const { user, units } = openNetwork([8, 4]);
    await user.click(list().getByRole('button', { name: '1 · Dense' }));
    await add(user, 'Dropout');
    expect(units()).toEqual([8, 'dropout', 4]);
    await user.click(list().getByRole('button', { name: '2 · Dropout' }));
    await add(user, 'Dense');
    expect(units()).toEqual([8, 'dropout', 8, 4]);
  });

  it('have their main setting in the list and all in the inspector', async () => {
    const { user, workbench } = openNetwork([8]);
    await add(user, 'Dropout');
    const field = list().getByRole('textbox', { name: 'Rate of layer 2' });
    await user.clear(field);
    await user.type(field, '0.25');
    expect(workbench.project.experiment.network.layers[1]).toEqual({ type: 'dropout', rate: 0.25 });
    const inspector = within(screen.getByRole('complementary', { name: 'Inspector' }));
    expect(inspector.getByRole('textbox', { name: 'Rate' })).toHaveValue('0.25');
    expect(screen.getByRole('option', { name: 'Layer 2, Dropout 0.25, 0 parameters' })).toBeVisible();
  });

  it('explain in place what does not fit', async () => {
    const { user } = openNetwork([8, 4]);
    await add(user, 'Residual connection');
    const field = list().getByRole('textbox', { name: 'Layers skipped of layer 3' });
    expect(field).toHaveAccessibleDescription(/adds the 2 values that go into layer 1 to the 4 values/);
    expect(screen.getByRole('button', { name: /^Train Ctrl/ })).toBeDisabled();
    await user.click(list().getByRole('button', { name: 'Remove layer 3' }));
    expect(screen.getByRole('button', { name: /^Train Ctrl/ })).toBeEnabled();
  });

  it('count with their own parameters', async () => {
    const { user } = openNetwork([4, 4]);
    await add(user, 'Batch normalisation');
    expect(screen.getByText('= (2+1)·4 + (4+1)·4 + 2·4 + (4+1)·3')).toBeVisible();
  });
});

describe('a list of very many layers', () => {
  const rows = () => list().getAllByRole('textbox', { name: /^Units of layer/ }).length;

  it('gets its rows by and by, so that the window answers meanwhile, and has them all in the end', async () => {
    openNetwork(Array.from({ length: 60 }, (_, k) => k + 1));
    expect(rows()).toBeLessThan(60);
    expect(list().getByRole('button', { name: /Output/ })).toBeVisible();
    await waitFor(() => expect(rows()).toBe(60), { timeout: 5_000 });
  });
});
