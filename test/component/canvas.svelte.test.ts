import '@testing-library/jest-dom/vitest';
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Experiment } from '@shared/model/experiment.ts';
import { articleExperiment, renderWindow } from './helpers/window.ts';

beforeAll(() => {
  // happy-dom has no popovers.
  HTMLElement.prototype.showPopover = () => undefined;
});

function open(units: readonly number[]) {
  const article = articleExperiment();
  const layers = units.map((count) => ({
    type: 'dense' as const,
    units: count,
    activation: 'relu' as const,
    l1: 0,
    l2: 0,
  }));
  const experiment: Experiment = { ...article, network: { ...article.network, layers } };
  const made = renderWindow({ experiments: [experiment] });
  const network = () => made.workbench.project.experiment.network;
  return {
    ...made,
    network,
    layers: () =>
      network().layers.map((layer) =>
        layer.type === 'dense'
          ? layer.units
          : layer.type === 'residual'
            ? `over ${String(layer.over)}`
            : layer.type,
      ),
    canvas: screen.getByRole('listbox', { name: /^The network/ }),
  };
}

/** The layers that are chosen, as their names begin. */
const chosen = () =>
  within(screen.getByRole('listbox', { name: /^The network/ }))
    .getAllByRole('option', { selected: true })
    .map((option) => option.getAttribute('aria-label')?.split(',')[0]);

/** What a person copies or pastes; happy-dom keeps no clipboard. */
function clipboardEvent(type: 'copy' | 'cut' | 'paste', text = '') {
  const taken = new Map([['text/plain', text]]);
  const clipboardData = {
    setData: (kind: string, value: string) => taken.set(kind, value),
    getData: (kind: string) => taken.get(kind) ?? '',
  };
  const event = Object.defineProperty(new Event(type, { bubbles: true, cancelable: true }), 'clipboardData', {
    value: clipboardData,
  });
  return { event, text: () => taken.get('text/plain') ?? '' };
}

describe('the canvas by keyboard alone', () => {
  it('tells each layer, and which has the keyboard', async () => {
    const { user, canvas } = open([4, 6]);
    canvas.focus();
    await user.keyboard('{ArrowRight}{ArrowRight}');
    const active = document.getElementById(canvas.getAttribute('aria-activedescendant')!);
    expect(active).toHaveAccessibleName('Layer 2, Dense 6 · ReLU, 30 parameters');
    expect(active).toHaveAttribute('aria-selected', 'true');
  });

  it('chooses several with Shift and all with Ctrl+A', async () => {
    const { user, canvas } = open([1, 2, 3]);
    canvas.focus();
    await user.keyboard('{Home}{Shift>}{ArrowRight}{/Shift}');
    expect(chosen()).toEqual(['Layer 1', 'Layer 2']);
    await user.keyboard('{Control>}a{/Control}');
    expect(chosen()).toEqual(['Layer 1', 'Layer 2', 'Layer 3', 'Output layer']);
  });

  it('adds before and after, duplicates, moves and removes what is chosen', async () => {
    const { user, canvas, layers } = open([1, 2, 3]);
    canvas.focus();
    await user.keyboard('{Home}a');
    expect(layers()).toEqual([1, 1, 2, 3]);
    await user.keyboard('{End}{ArrowLeft}{Shift>}{ArrowLeft}{/Shift}d');
    expect(layers()).toEqual([1, 1, 2, 3, 2, 3]);
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(layers()).toEqual([1, 1, 2, 2, 3, 3]);
    await user.keyboard('{Delete}');
    expect(layers()).toEqual([1, 1, 2, 3]);
  });

  it('changes units one by one and by halves, as one step of undo', async () => {
    const { user, canvas, layers, workbench } = open([4, 6]);
    canvas.focus();
    await user.keyboard('{Home}{ArrowUp}{ArrowUp}{ArrowDown}{PageUp}');
    expect(layers()).toEqual([10, 6]);
    workbench.project.undo();
    expect(layers()).toEqual([4, 6]);
  });

  it('stops at the fewest units', async () => {
    const { user, canvas, layers } = open([1]);
    canvas.focus();
    await user.keyboard('{Home}{ArrowDown}');
    expect(layers()).toEqual([1]);
  });

  it('leads a residual connection around the chosen layers, or says why it cannot', async () => {
    const { user, canvas, layers } = open([2, 4, 4]);
    canvas.focus();
    // What goes into layer 2 is 2 wide, what comes out of layer 3 is 4 wide.
    await user.keyboard('{Home}{ArrowRight}{Shift>}{ArrowRight}{/Shift}r');
    expect(layers()).toEqual([2, 4, 4]);
    expect(screen.getByText(/Layer 1 gives 2 values, layer 3 gives 4 values/)).toBeVisible();
    await user.keyboard('{Home}{ArrowRight}{ArrowRight}r');
    expect(layers()).toEqual([2, 4, 4, 'over 1']);
  });

  it('leaves everything chosen with Escape', async () => {
    const { user, canvas } = open([1]);
    canvas.focus();
    await user.keyboard('{Home}{Escape}');
    expect(screen.queryByRole('option', { selected: true, name: /^Layer/ })).toBeNull();
  });

  it('goes to the settings with Enter', async () => {
    const { user, canvas } = open([3]);
    canvas.focus();
    await user.keyboard('{Home}{Enter}');
    const inspector = screen.getByRole('complementary', { name: 'Inspector' });
    await waitFor(() => expect(within(inspector).getByRole('textbox', { name: 'Units' })).toHaveFocus());
  });

  it('opens the menu, whose entries do the same', async () => {
    const { user, canvas, layers } = open([3, 5]);
    canvas.focus();
    await user.keyboard('{Home}{Shift>}{F10}{/Shift}');
    await user.click(screen.getByRole('menuitem', { name: /^Move to the right/, hidden: true }));
    expect(layers()).toEqual([5, 3]);
  });
});

describe('the clipboard', () => {
  it('takes layers as text and gives them back behind what is chosen', async () => {
    const { user, canvas, layers } = open([1, 2]);
    canvas.focus();
    await user.keyboard('{Home}');
    const copied = clipboardEvent('copy');
    await fireEvent(canvas, copied.event);
    expect(JSON.parse(copied.text())).toMatchObject({ layers: [{ type: 'dense', units: 1 }] });
    await user.keyboard('{ArrowRight}');
    await fireEvent(canvas, clipboardEvent('paste', copied.text()).event);
    expect(layers()).toEqual([1, 2, 1]);
    await fireEvent(canvas, clipboardEvent('cut').event);
    expect(layers()).toEqual([1, 2]);
  });

  it('takes what a person writes, and says what it cannot read', async () => {
    const { canvas, layers } = open([1]);
    canvas.focus();
    await fireEvent(canvas, clipboardEvent('paste', '8 tanh, dropout 0.2').event);
    expect(layers()).toEqual([1, 8, 'dropout']);
    await fireEvent(canvas, clipboardEvent('paste', 'a shopping list').event);
    expect(layers()).toEqual([1, 8, 'dropout']);
    expect(screen.getByText(/The clipboard holds no layers/)).toBeVisible();
  });

  it('leaves text fields their own', async () => {
    const { layers } = open([1]);
    const field = screen.getByRole('textbox', { name: 'Units of layer 1' });
    field.focus();
    await fireEvent(field, clipboardEvent('paste', '8 tanh').event);
    expect(layers()).toEqual([1]);
  });
});

describe('the tools above the picture', () => {
  it('change what is chosen by mouse alone', async () => {
    const { user, network } = open([4, 6]);
    const tools = within(screen.getByRole('toolbar', { name: 'Picture of the network' }));
    await user.click(screen.getByRole('button', { name: '1 · Dense' }));
    await user.click(tools.getByRole('button', { name: /^More units/ }));
    await user.selectOptions(tools.getByRole('combobox', { name: 'Activation of the chosen layer' }), 'tanh');
    expect(network().layers[0]).toMatchObject({ units: 5, activation: 'tanh' });
    await user.click(tools.getByRole('button', { name: /^Remove/ }));
    expect(network().layers).toHaveLength(1);
  });

  it('hide the list, and show it again', async () => {
    const { user } = open([4]);
    await user.click(screen.getByRole('button', { name: 'Hide the layer list' }));
    expect(screen.queryByRole('region', { name: 'Layers' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show the layer list' }));
    expect(screen.getByRole('region', { name: 'Layers' })).toBeVisible();
  });
});

it('adds a layer between two at the mark between them', async () => {
  const { user, layers } = open([1, 2]);
  await user.click(screen.getByRole('button', { name: 'Add a layer after layer 1' }));
  expect(layers()).toEqual([1, 1, 2]);
});

it('lets go of what is dragged when it is removed', async () => {
  HTMLElement.prototype.setPointerCapture = () => undefined;
  const { user, canvas, layers } = open([1, 2, 3]);
  const last = screen.getByRole('option', { name: /^Layer 3,/ });
  const column = last.querySelector('[data-layer]')!;
  await fireEvent.pointerDown(column, { clientX: 300, clientY: 50, button: 0 });
  await fireEvent.pointerMove(column, { clientX: 250, clientY: 50 });
  expect(last).toHaveClass('dragged');
  await user.keyboard('{Control>}a{/Control}{Delete}');
  await fireEvent.pointerMove(canvas, { clientX: 240, clientY: 50 });
  await fireEvent.pointerUp(canvas, { clientX: 240, clientY: 50 });
  expect(layers()).toEqual([]);
});

it('tells the problem of a layer with its name', () => {
  const article = articleExperiment();
  const layers = [{ type: 'residual' as const, over: 3 }];
  renderWindow({ experiments: [{ ...article, network: { ...article.network, layers } }] });
  expect(
    screen.getByRole('option', { name: /^Layer 1, Residual over 3, 0 parameters\. Problem: / }),
  ).toBeVisible();
});
