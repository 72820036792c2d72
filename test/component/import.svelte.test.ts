import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import type { Response, WorkbenchEvent } from '@shared/ipc/contract.ts';
import type { ImportedModel } from '@shared/ipc/import-contract.ts';
import { targetCount, suggestTargets } from '../../src-renderer/edits/import-targets.ts';
import { articleExperiment, endedRun, renderWindow } from './helpers/window.ts';

const IRIS: ImportedModel = {
  form: 'onnx',
  fileName: 'iris.onnx',
  name: 'iris',
  task: 'multiclass',
  parameters: 67,
  inputs: ['length', 'width'].map((name) => ({ name, kind: 'number' })),
  outputs: ['rose', 'lily', 'iris'].map((name) => ({ name, kind: 'probability' })),
  layers: [{ label: 'Dense, 2 → 3, Softmax', parameters: 9 }],
  read: ['Gemm and Softmax were read as a dense layer.'],
  warnings: ['The file has no names of classes.'],
  hasExperiment: false,
};

function found(model: ImportedModel = IRIS): Response<'import:inspect'> {
  return { status: 'found', path: '/models/iris.onnx', found: model };
}

/** The window with the dialog open, on what main tells of a file. */
async function openDialog(model: ImportedModel = IRIS) {
  const made = renderWindow({ runs: [endedRun(7)] });
  made.fake.importInspect.mockResolvedValue(found(model));
  made.actions.perform('model:import');
  const dialog = within(await screen.findByRole('dialog', { name: 'Import a model' }));
  return { ...made, dialog };
}

function drop(path: string, receive: (event: WorkbenchEvent) => void): void {
  receive({ type: 'file-dropped', path, files: 1 });
}

describe('importing a model', () => {
  it('tells what the file holds before anything is made', async () => {
    const { dialog, fake } = await openDialog();
    expect(dialog.getByText('One of several classes')).toBeInTheDocument();
    expect(dialog.getByText(/length, width/)).toBeInTheDocument();
    expect(dialog.getByRole('cell', { name: 'Dense, 2 → 3, Softmax' })).toBeInTheDocument();
    expect(dialog.getByRole('list', { name: 'Before you trust it' })).toHaveTextContent(
      'no names of classes',
    );
    expect(fake.importMake).not.toHaveBeenCalled();
  });

  it('makes an experiment and shows its run, where it can be asked', async () => {
    const { dialog, fake, user, workbench } = await openDialog();
    const experiment = articleExperiment({ name: 'flowers' });
    fake.importMake.mockResolvedValue({ runId: endedRun(7).id, experiment, remarks: ['Rows were drawn.'] });
    await user.clear(dialog.getByRole('textbox', { name: 'Name' }));
    await user.type(dialog.getByRole('textbox', { name: 'Name' }), 'flowers');
    await user.click(dialog.getByRole('button', { name: 'Import' }));
    expect(fake.importMake).toHaveBeenCalledExactlyOnceWith({
      path: '/models/iris.onnx',
      name: 'flowers',
      table: null,
    });
    await vi.waitFor(() => expect(workbench.project.experiment.name).toBe('flowers'));
    expect(workbench.shownRun?.id).toBe(endedRun(7).id);
    expect(workbench.stage).toBe('evaluate');
    expect(workbench.importing.isOpen).toBe(false);
    expect(await screen.findByText('Rows were drawn.')).toBeInTheDocument();
  });

  it('takes a table, and the column that the person says holds the class', async () => {
    const { dialog, fake, user } = await openDialog();
    fake.tableChoose.mockResolvedValue({ status: 'chosen', path: '/tables/flowers.csv' });
    fake.tablePeek.mockResolvedValue({ head: { names: ['length', 'width', 'kind', 'note'], cells: [] } });
    await user.click(dialog.getByRole('button', { name: 'Choose a table…' }));
    const target = await dialog.findByRole('combobox', { name: 'Truth for the class' });
    expect(target).toHaveValue('note');
    await user.selectOptions(target, 'kind');
    await user.click(dialog.getByRole('button', { name: 'Import' }));
    expect(fake.importMake).toHaveBeenCalledExactlyOnceWith({
      path: '/models/iris.onnx',
      name: null,
      table: { path: '/tables/flowers.csv', targets: ['kind'] },
    });
  });

  it('says in place what was refused, and stays open', async () => {
    const { dialog, fake, user, workbench } = await openDialog();
    fake.importMake.mockRejectedValue(new AppError('INVALID_VALUE', 'The table has no column “width”.'));
    await user.click(dialog.getByRole('button', { name: 'Import' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('The table has no column “width”.');
    expect(workbench.importing.isOpen).toBe(true);
  });

  it('asks for no columns where the file holds its own experiment', async () => {
    const { dialog, fake, user } = await openDialog({ ...IRIS, form: 'ninestep', hasExperiment: true });
    fake.tableChoose.mockResolvedValue({ status: 'chosen', path: '/tables/flowers.csv' });
    await user.click(dialog.getByRole('button', { name: 'Choose a table…' }));
    expect(await dialog.findByTitle('flowers.csv')).toBeInTheDocument();
    expect(dialog.queryByRole('combobox')).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Import' }));
    expect(fake.importMake).toHaveBeenCalledExactlyOnceWith({
      path: '/models/iris.onnx',
      name: null,
      table: { path: '/tables/flowers.csv', targets: null },
    });
  });

  it('says why a file cannot be read, and offers another', async () => {
    const { fake, actions, user } = renderWindow();
    fake.importInspect.mockRejectedValueOnce(
      new AppError(
        'MODEL_UNSUPPORTED',
        '/home/me/my models/net.onnx: graph.node[3]: No layer is like Conv.',
        {
          at: 'graph.node[3]',
        },
      ),
    );
    actions.perform('model:import');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^net\.onnx: graph\.node\[3\]: No layer is like Conv\.$/,
    );
    fake.importInspect.mockResolvedValueOnce(found());
    await user.click(screen.getByRole('button', { name: 'Another file…' }));
    expect(await screen.findByRole('textbox', { name: 'Name' })).toHaveValue('iris');
  });

  it('shows nothing where no file was chosen', async () => {
    const { fake, actions, workbench } = renderWindow();
    actions.perform('model:import');
    await vi.waitFor(() => expect(fake.importInspect).toHaveBeenCalledOnce());
    expect(workbench.importing.isOpen).toBe(false);
  });
});

describe('a dropped file', () => {
  it('that holds a model is looked at', async () => {
    const { fake, workbench } = renderWindow();
    fake.importInspect.mockResolvedValue(found());
    drop('/models/iris.onnx', (event) => workbench.receive(event, () => undefined));
    expect(await screen.findByRole('textbox', { name: 'Name' })).toHaveValue('iris');
    expect(fake.importInspect).toHaveBeenCalledExactlyOnceWith({ path: '/models/iris.onnx' });
    expect(fake.tableOpen).not.toHaveBeenCalled();
  });

  it.each([
    new AppError('INVALID_VALUE', 'format: The file is of no form that can be imported.', { at: 'format' }),
    new AppError('FILE_NOT_JSON', 'Line 2: JSON lines are no JSON.'),
    new AppError('FILE_TOO_LARGE', 'The file has 2 GB.'),
  ])('of JSON that holds no model is opened as a table: $code', async (refusal) => {
    const { fake, workbench } = renderWindow();
    fake.importInspect.mockRejectedValue(refusal);
    drop('/tables/rows.json', (event) => workbench.receive(event, () => undefined));
    await vi.waitFor(() => expect(fake.tableOpen).toHaveBeenCalledOnce());
    expect(workbench.importing.isOpen).toBe(false);
  });

  it('of JSON that holds a damaged model says so', async () => {
    const { fake, workbench } = renderWindow();
    const damaged = new AppError('CHECKSUM_MISMATCH', 'The file was changed after it was written.');
    fake.importInspect.mockRejectedValue(damaged);
    drop('/models/model.json', (event) => workbench.receive(event, () => undefined));
    expect(await screen.findByRole('alert')).toHaveTextContent('model.json: The file was changed');
    expect(fake.tableOpen).not.toHaveBeenCalled();
  });

  it('that is a table is not looked at as a model', async () => {
    const { fake, workbench } = renderWindow();
    drop('/tables/rows.csv', (event) => workbench.receive(event, () => undefined));
    await vi.waitFor(() => expect(fake.tableOpen).toHaveBeenCalledOnce());
    expect(fake.importInspect).not.toHaveBeenCalled();
  });
});

describe('the columns that hold the truth', () => {
  const columns = (names: string[]) => names.map((name) => ({ name, kind: 'number' }));
  const model = {
    task: 'regression',
    inputs: columns(['a', 'b']),
    outputs: columns(['sum', 'product']),
  } as const;

  it.each([
    ['are called as the answers are', ['sum', 'a', 'product', 'b'], ['sum', 'product']],
    ['are else the last that are no inputs', ['id', 'x', 'y', 'a', 'b'], ['x', 'y']],
    ['are unknown where there are too few', ['a', 'b', 'c'], null],
  ])('%s', (_title, names, expected) => {
    expect(suggestTargets(names, model)).toEqual(expected);
  });

  it.each([
    ['regression', 2],
    ['multilabel', 2],
    ['multiclass', 1],
    ['binary', 1],
  ] as const)('of %s are %i', (task, count) => {
    expect(targetCount({ ...model, task })).toBe(count);
  });
});
