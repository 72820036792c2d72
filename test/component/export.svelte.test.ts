import '@testing-library/jest-dom/vitest';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import { EXPORT_FORMAT_NAMES, type ExportFormat } from '@shared/model/export-formats.ts';
import { codePieces, languageOf, type TextLanguage } from '../../src-renderer/features/export/code-pieces.ts';
import ExportResult from '../../src-renderer/features/export/ExportResult.svelte';
import FilePreview from '../../src-renderer/features/export/FilePreview.svelte';
import FormatList from '../../src-renderer/features/export/FormatList.svelte';
import type { Client } from '../../src-renderer/api/client.ts';
import { ExportState } from '../../src-renderer/state/export.svelte.ts';
import { fakeClient } from './helpers/window.ts';

const RUN = 'run_1';
const saved = {
  status: 'saved' as const,
  fileName: 'model.py',
  files: [{ name: 'model.py', bytes: 900 }],
  goldenCases: 8,
};

function exportsOf() {
  const client = fakeClient();
  client.modelPreview.mockImplementation((request) => {
    const { format } = request as { format: ExportFormat };
    return Promise.resolve({
      isSealed: false,
      files: [{ name: 'model', text: `as ${format}`, bytes: 10, cut: false }],
    });
  });
  return { client, exports: new ExportState(client as unknown as Client) };
}

describe('formats', () => {
  it('are chosen by keys and by a press', async () => {
    const chosen: ExportFormat[] = [];
    render(FormatList, { format: 'json', onchoose: (format: ExportFormat) => chosen.push(format) });
    expect(screen.getAllByRole('radio')).toHaveLength(EXPORT_FORMAT_NAMES.length);
    await userEvent.click(screen.getByRole('radio', { name: /Python script/ }));
    await userEvent.keyboard('{ArrowDown}');
    expect(chosen).toEqual(['python', 'c']);
  });

  it('each have a preview of their own, made anew for another model', async () => {
    const { client, exports } = exportsOf();
    const model = {};
    exports.show(RUN, model);
    await vi.waitFor(() => expect(exports.preview?.files[0]?.text).toBe('as json'));
    exports.choose('c');
    await vi.waitFor(() => expect(exports.preview?.files[0]?.text).toBe('as c'));
    exports.show(RUN, model);
    expect(client.modelPreview).toHaveBeenCalledTimes(2);
    exports.show(RUN, {});
    await vi.waitFor(() => expect(client.modelPreview).toHaveBeenCalledTimes(3));
  });

  it('are exported as chosen; what goes wrong is said in place', async () => {
    const { client, exports } = exportsOf();
    exports.show(RUN, {});
    exports.choose('python');
    client.modelExport.mockRejectedValueOnce(new AppError('FILE_UNWRITABLE', 'The disk is full.'));
    await exports.export();
    expect(exports.problem).toBe('The disk is full.');
    client.modelExport.mockResolvedValueOnce({ ...saved, largestDifference: 0, notRun: null } as never);
    await exports.export();
    expect(client.modelExport).toHaveBeenLastCalledWith({
      runId: RUN,
      format: 'python',
      numbers: 'readable',
    });
    expect(exports.saved?.fileName).toBe('model.py');
    exports.choose('json');
    expect(exports.saved).toBeNull();
  });
});

describe('weights', () => {
  it('are written as chosen, and what was exported in the other form is no longer shown', async () => {
    const { client, exports } = exportsOf();
    exports.show(RUN, {});
    client.modelExport.mockResolvedValueOnce({ ...saved, largestDifference: 0, notRun: null } as never);
    await exports.export();
    exports.chooseNumbers('base64');
    expect(exports.saved).toBeNull();
    await vi.waitFor(() =>
      expect(client.modelPreview).toHaveBeenLastCalledWith({ runId: RUN, format: 'json', numbers: 'base64' }),
    );
  });
});

describe('a preview of several files', () => {
  const files = ['model.json', 'model.columns.mjs'].map((name) => ({
    name,
    text: `in ${name}`,
    bytes: 9,
    cut: false,
  }));

  it('shows one after the other', async () => {
    const oncopy = vi.fn(() => Promise.resolve());
    render(FilePreview, { files, sealed: null, oncopy });
    expect(screen.getByRole('tabpanel')).toHaveTextContent('in model.json');
    await userEvent.click(screen.getByRole('tab', { name: 'model.columns.mjs' }));
    expect(screen.getByRole('tabpanel')).toHaveTextContent('in model.columns.mjs');
    await userEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(oncopy).toHaveBeenCalledExactlyOnceWith('in model.columns.mjs');
    expect(screen.getByRole('button', { name: 'Copied' })).toBeInTheDocument();
  });
});

describe('what became of an export', () => {
  it('is the largest difference, where the file could be run', () => {
    render(ExportResult, {
      saved: { ...saved, largestDifference: 2e-16, notRun: null },
      onreveal: () => undefined,
    });
    expect(screen.getByRole('status')).toHaveTextContent(/verified: largest difference .* on 8 golden cases/);
  });

  it('names every file that was written', () => {
    const files = [...saved.files, { name: 'model.weights.bin', bytes: 12_345 }];
    render(ExportResult, {
      saved: { ...saved, files, largestDifference: 0, notRun: null },
      onreveal: () => undefined,
    });
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'model.py 900 bytes',
      'model.weights.bin 12.3 KB',
    ]);
  });

  it('names many files at a press', () => {
    const files = Array.from({ length: 12 }, (_, k) => ({ name: `table-${String(k)}.csv`, bytes: 100 }));
    render(ExportResult, {
      saved: { ...saved, files, largestDifference: 0, notRun: null },
      onreveal: () => undefined,
    });
    expect(screen.getByText('table-0.csv')).toBeVisible();
    expect(screen.getByText('and 11 files beside it').closest('details')).not.toHaveAttribute('open');
    expect(screen.getByText('table-11.csv')).toBeInTheDocument();
  });

  it('is why it was not run, where it could not', () => {
    const notRun = 'No C compiler (cc) was found on this machine.';
    render(ExportResult, { saved: { ...saved, largestDifference: null, notRun }, onreveal: () => undefined });
    expect(screen.getByRole('status')).toHaveTextContent(/8 golden cases; not run here. No C compiler/);
    expect(screen.getByRole('status')).not.toHaveTextContent(/verified/);
  });
});

describe('the colours of a preview', () => {
  const text = '/* a "comment" */ #define X 1.5e-3f\nconst a = "b\\"c"; # d\n"""cut';

  const languages: TextLanguage[] = ['json', 'javascript', 'python', 'c', 'html', 'shell', 'plain'];

  it.each(languages)('are of the whole text, as %s', (language) => {
    expect(
      codePieces(text, language)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it.each([
    ['The article, solved.mjs', 'javascript'],
    ['model.d.mts', 'javascript'],
    ['a.b.JSON', 'json'],
    ['report.html', 'html'],
    ['model.onnx', 'plain'],
    ['json', 'json'],
    ['constructor', 'plain'],
  ])('follow the ending of %s', (name, language) => {
    expect(languageOf(name)).toBe(language);
  });

  it('tell comments, texts, numbers and words apart', () => {
    const pieces = codePieces('def f(x):  # note\n    return "a" + 2', 'python');
    const of = (kind: string) => pieces.filter((piece) => piece.kind === kind).map((piece) => piece.text);
    expect([of('word'), of('comment'), of('string'), of('number')]).toEqual([
      ['def', 'return'],
      ['# note'],
      ['"a"'],
      ['2'],
    ]);
  });

  it.each([
    ['c', '/*\n * 259 for and\n */\nint', '/*\n * 259 for and\n */'],
    ['python', '"""A\n\n259 in and\n"""\nimport x', '"""A\n\n259 in and\n"""'],
    ['javascript', '/* cut\n off', '/* cut\n off'],
  ] as const)('leave a comment of several lines one, in %s', (format, text, comment) => {
    expect(codePieces(text, format)[0]).toEqual({ kind: 'comment', text: comment });
  });
});
