import '@testing-library/jest-dom/vitest';
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import { flowersExperiment, previewOf } from './helpers/tables.ts';
import { articleExperiment, openStage, renderWindow } from './helpers/window.ts';

async function openData(experiment: Experiment = flowersExperiment()) {
  const made = renderWindow({ experiments: [experiment, articleExperiment()] });
  made.fake.dataPreview.mockImplementation(({ experiment: asked }) => Promise.resolve(previewOf(asked)));
  await openStage(made.user, 'Data');
  await waitFor(() => expect(made.workbench.preview.value).not.toBeNull());
  const send = (event: WorkbenchEvent) => made.workbench.receive(event, () => undefined);
  // The stage is drawn over several frames.
  const grid = await waitFor(() => {
    const table = screen.queryByRole('grid', { name: 'Table' });
    expect(table ?? screen.queryByText('There is nothing to show')).not.toBeNull();
    return table;
  });
  return { ...made, send, grid: grid! };
}

const head = (name: RegExp) => screen.getByRole('columnheader', { name });

beforeAll(() => {
  // happy-dom has no popovers and no layout: here a menu is always open.
  HTMLElement.prototype.hidePopover = () => undefined;
});

describe('the table', () => {
  it('shows its first cells and tells its size, but holds only what is in sight', async () => {
    const { grid } = await openData();
    expect(await within(grid).findByText('0/0')).toBeVisible();
    expect(grid).toHaveAttribute('aria-rowcount', '1001');
    expect(within(grid).getAllByRole('row').length).toBeLessThan(60);
  });

  it('says of each column its type, role, missing share and whether something was found', async () => {
    await openData();
    await waitFor(() => expect(head(/colour/)).toHaveTextContent(/1.0 % missing/));
    expect(head(/colour/)).toHaveTextContent(/error/);
    expect(head(/species/)).toHaveTextContent(/Target · Category/);
  });

  it('shows how many rows each part has, and how many are left out', async () => {
    await openData();
    const parts = within(screen.getByRole('list', { name: 'Rows of each part' }));
    await waitFor(() => expect(parts.getByText('290')).toBeVisible());
    expect(parts.getByText(/Left out/)).toBeVisible();
  });
});

describe('by keyboard alone', () => {
  it('a column becomes the target: arrows, R, and the choice of the role', async () => {
    const { user, grid, workbench } = await openData();
    grid.focus();
    await user.keyboard('{ArrowRight}r');
    const role = await screen.findByRole('combobox', { name: 'Role' });
    await waitFor(() => expect(role).toHaveFocus());
    await user.selectOptions(role, 'target');
    expect(workbench.project.experiment.data.columns[1]).toMatchObject({ name: 'colour', role: 'target' });
  });

  it('Enter opens a column, Escape closes it and gives the focus back', async () => {
    const { user, grid } = await openData();
    grid.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('complementary', { name: /height/ })).toBeVisible();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(grid).toHaveFocus();
  });

  it('several columns are given a role at once', async () => {
    const { user, grid, workbench } = await openData();
    grid.focus();
    await user.keyboard('{Shift>}{ArrowRight}{/Shift}');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Role' }), 'ignored');
    expect(workbench.project.experiment.data.columns.map(({ role }) => role)).toEqual([
      'ignored',
      'ignored',
      'ignored',
      'target',
    ]);
  });
});

describe('the inspector', () => {
  it('shows the fitted numbers next to the formula, and what stands in the column', async () => {
    const { user } = await openData();
    await user.click(head(/height/));
    const inspector = within(screen.getByRole('complementary', { name: /height/ }));
    expect(await inspector.findByText('(x − 2.5) / 1')).toBeVisible();
    expect(inspector.getByText('Lower quartile')).toBeVisible();
  });

  it('changes the type with the levels that the column has', async () => {
    const { user, workbench } = await openData();
    await user.click(head(/height/));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'boolean');
    await waitFor(() =>
      expect(workbench.project.experiment.data.columns[0]).toMatchObject({
        type: 'boolean',
        levels: ['no', 'yes'],
      }),
    );
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Means yes' }), 'no');
    expect(workbench.project.experiment.data.columns[0]).toMatchObject({ levels: ['yes', 'no'] });
  });

  it('says why a column cannot be of a type, and leaves it as it is', async () => {
    const { user, fake, workbench } = await openData();
    fake.tableLevels.mockResolvedValue({ levels: ['1', '2', '3'], isCut: false });
    await user.click(head(/height/));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'boolean');
    expect(await screen.findByText(/height: Yes or no needs a column with exactly two/)).toBeVisible();
    expect(workbench.project.experiment.data.columns[0]).toMatchObject({ type: 'number' });
  });
});

describe('the findings', () => {
  it('stand with the gravest first and lead to their rows', async () => {
    const { user, grid } = await openData();
    const list = within(await screen.findByRole('region', { name: '2 findings' }));
    const [first] = list.getAllByRole('listitem');
    expect(first).toHaveTextContent(/Error.*Something odd/);
    await user.click(list.getByRole('button', { name: 'row 43' }));
    expect(grid).toHaveFocus();
    expect(grid.getAttribute('aria-activedescendant')).toMatch(/-42-1$/);
  });
});

describe('the task', () => {
  it('offers the loss that suits the target, as one press', async () => {
    const { user, workbench } = await openData();
    await user.click(screen.getByRole('button', { name: 'Take softmax cross-entropy' }));
    expect(workbench.project.experiment.training.loss).toBe('softmax-cross-entropy');
    expect(screen.getByText(/One of several classes · Softmax cross-entropy · Softmax output/)).toBeVisible();
  });
});

describe('opening a table', () => {
  it('makes a new experiment and leaves the open one as it is', async () => {
    const { user, fake, workbench } = await openData();
    fake.tableChoose.mockResolvedValue({ status: 'chosen', path: '/t/flowers.csv' });
    fake.tableOpen.mockResolvedValue({ experiment: flowersExperiment() });
    await user.keyboard('{Control>}o{/Control}');
    await waitFor(() => expect(workbench.project.project.experiments).toHaveLength(3));
    expect(workbench.project.active.experiment.name).toBe('flowers 2');
    expect(fake.tableOpen).toHaveBeenCalledWith(
      expect.objectContaining({ table: { kind: 'path', path: '/t/flowers.csv', format: null } }),
    );
  });

  it('shows how far the reading is, and stops it', async () => {
    const { user, fake, send } = await openData();
    send({ type: 'file-dropped', path: '/t/big.csv', files: 1 });
    const { id } = fake.tableOpen.mock.calls[0]![0];
    send({ type: 'table-progress', id, bytesRead: 25, bytes: 100, rows: 4_000 });
    expect(await screen.findByRole('progressbar', { name: 'Reading big.csv' })).toHaveAttribute(
      'aria-valuenow',
      '25',
    );
    expect(screen.getByText(/25 % of 100 bytes · 4,000 rows/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(fake.tableCancel).toHaveBeenCalledWith({ id });
    expect(screen.queryByRole('progressbar', { name: /Reading/ })).toBeNull();
  });

  it('says in place why a table cannot be opened', async () => {
    const { user, fake, send } = await openData();
    const path = '/t/bad.csv';
    fake.tableOpen.mockRejectedValue(
      new AppError('TABLE_INVALID', `${path}: Row 7 has an unclosed quote.`, { at: path }),
    );
    send({ type: 'file-dropped', path, files: 1 });
    expect(await screen.findByText(/could not be opened\. Row 7 has an unclosed quote/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByText(/unclosed quote/)).toBeNull();
  });

  it('lets a file that could not be read be read another way', async () => {
    const { user, fake, send } = await openData();
    const path = '/t/bad.csv';
    fake.tableOpen.mockRejectedValueOnce(new AppError('TABLE_INVALID', 'Row 7 has an unclosed quote.'));
    fake.tableOpen.mockResolvedValue({ experiment: flowersExperiment() });
    send({ type: 'file-dropped', path, files: 1 });
    const summary = await screen.findByText('Say how bad.csv is written');
    await user.click(summary);
    const form = within(summary.closest('details')!);
    await user.selectOptions(form.getByRole('combobox', { name: 'Quotes' }), 'none');
    await user.click(form.getByRole('button', { name: 'Read it so' }));
    expect(fake.tableOpen.mock.lastCall![0].table).toMatchObject({
      path,
      format: { type: 'csv', quote: 'none' },
    });
    await waitFor(() => expect(screen.queryByText(/unclosed quote/)).toBeNull());
  });

  it('takes a table that is pasted, unless text is being typed', async () => {
    const { fake } = await openData();
    const clipboardData = { getData: () => 'a\tb\n1\t2\n' };
    await fireEvent.paste(screen.getByRole('textbox', { name: 'Training share' }), { clipboardData });
    expect(fake.tablePaste).not.toHaveBeenCalled();
    await fireEvent.paste(screen.getByRole('grid'), { clipboardData });
    expect(fake.tablePaste).toHaveBeenCalledWith({ text: 'a\tb\n1\t2\n' });
  });

  it('another way to read the same file replaces the table of this experiment', async () => {
    const { user, fake, workbench } = await openData();
    fake.tableOpen.mockResolvedValue({ experiment: flowersExperiment() });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Delimiter' }), 'semicolon');
    expect(fake.tableOpen.mock.calls[0]![0].table).toMatchObject({
      path: '/tables/flowers.csv',
      format: { type: 'csv', delimiter: 'semicolon' },
    });
    await waitFor(() => expect(workbench.opening.reading).toBeNull());
    expect(workbench.project.project.experiments).toHaveLength(2);
  });
});

describe('a file that is not what it was', () => {
  async function openBroken(code: 'DATA_CHANGED' | 'FILE_NOT_FOUND') {
    const made = renderWindow({ experiments: [flowersExperiment()] });
    made.fake.dataPreview.mockRejectedValueOnce(new AppError(code, 'The file is not what it was.'));
    made.fake.dataPreview.mockImplementation(({ experiment }) => Promise.resolve(previewOf(experiment)));
    await openStage(made.user, 'Data');
    await screen.findByText('The file is not what it was.');
    return made;
  }

  it('is taken as it is now', async () => {
    const { user, fake, workbench } = await openBroken('DATA_CHANGED');
    const changed = flowersExperiment();
    fake.tableRefresh.mockResolvedValue({
      experiment: {
        ...changed,
        data: { ...changed.data, source: { ...changed.data.source, rows: 7 } },
      },
    });
    await user.click(screen.getByRole('button', { name: 'Use the changed file' }));
    await waitFor(() => expect(workbench.project.experiment.data.source.rows).toBe(7));
    expect(await screen.findByRole('grid')).toHaveAttribute('aria-rowcount', '8');
  });

  it('leaves out of test cases what belongs to a column that is gone', async () => {
    const { user, fake, workbench } = await openBroken('DATA_CHANGED');
    const testCases = [{ inputs: { gone: 1 } }];
    fake.tableRefresh.mockResolvedValue({ experiment: { ...flowersExperiment(), testCases } });
    await user.click(screen.getByRole('button', { name: 'Use the changed file' }));
    await waitFor(() => expect(workbench.project.undoLabel).toBe('Take the changed table'));
    const [kept] = workbench.project.experiment.testCases;
    expect(kept?.inputs).toMatchObject({ height: null });
    expect(kept?.inputs).not.toHaveProperty('gone');
    expect(workbench.project.problems).toEqual([]);
  });

  it('is located where it was moved to', async () => {
    const { user, fake, workbench } = await openBroken('FILE_NOT_FOUND');
    const { source } = flowersExperiment().data;
    fake.tableLocate.mockResolvedValue({
      status: 'same',
      source: { ...source, path: '/new/flowers.csv' } as never,
    });
    expect(screen.queryByRole('button', { name: 'Use the changed file' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Locate the file…' }));
    await waitFor(() =>
      expect(workbench.project.experiment.data.source).toMatchObject({ path: '/new/flowers.csv' }),
    );
  });
});

it('a file outside the project is embedded', async () => {
  const { user, fake, workbench } = await openData();
  fake.tableEmbed.mockImplementation(({ source }) =>
    Promise.resolve({ source: { ...source, path: 'data/flowers.csv' } }),
  );
  await user.click(screen.getByRole('button', { name: 'Embed in the project' }));
  await waitFor(() =>
    expect(workbench.project.experiment.data.source).toMatchObject({ path: 'data/flowers.csv' }),
  );
  expect(screen.queryByRole('button', { name: 'Embed in the project' })).toBeNull();
});
