import { describe, expect, it } from 'vitest';
import { previewExport } from '../../../../src-main/service/export-model.ts';
import { TestOpenings } from '../../../../src-main/storage/test-openings.ts';
import { finishedRun } from '../../../helpers/runs.ts';

async function previewOf(directory: string) {
  const { files, isSealed } = await previewExport(directory, { format: 'json', numbers: 'readable' });
  const { text, bytes } = files[0]!;
  const { metrics } = JSON.parse(text) as { metrics: { train: unknown; test: unknown } };
  return { isSealed, bytes, metrics };
}

describe('previewExport', () => {
  it('leaves the results on the test rows out until they have been opened', async () => {
    const { directory, record } = await finishedRun();
    expect(record.last?.test).not.toBeNull();
    const sealed = await previewOf(directory);
    await new TestOpenings().add(directory, new Date('2026-11-23T12:00:00Z'));
    const opened = await previewOf(directory);
    expect(sealed.isSealed).toBe(true);
    expect(sealed.metrics).toEqual({ ...opened.metrics, test: null });
    expect(opened.isSealed).toBe(false);
    expect(opened.metrics.test).not.toBeNull();
    expect(sealed.bytes).toBe(opened.bytes);
  });

  it('shows every file of an export, and of those that are no text what lies in them', async () => {
    const { directory } = await finishedRun();
    const { files } = await previewExport(directory, { format: 'tfjs', numbers: 'readable' });
    expect(files.map(({ name, text }) => [name, text.slice(0, text.indexOf('\n'))])).toEqual([
      ['model.json', '{'],
      ['model.weights.bin', 'Numbers without anything between them, the least significant byte first:'],
      ['model.columns.mjs', '/**'],
      ['model.columns.d.mts', expect.stringMatching(/^\/\*\* /)],
    ]);
  });
});
