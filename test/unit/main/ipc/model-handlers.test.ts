import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createModelHandlers } from '../../../../src-main/ipc/model-handlers.ts';
import { workspaceAt } from '../../../../src-main/storage/paths.ts';
import { finishedRun } from '../../../helpers/runs.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { serviceInThisProcess } from './in-process-service.ts';

/** The edge: where the person saves, and what they answer when they are asked. */
const edge = vi.hoisted(() => ({ path: '', response: 0, questions: [] as unknown[] }));
vi.mock('electron', () => ({
  dialog: {
    showSaveDialog: () => Promise.resolve({ canceled: edge.path === '', filePath: edge.path }),
    showMessageBox: (question: unknown) => {
      edge.questions.push(question);
      return Promise.resolve({ response: edge.response });
    },
  },
  shell: { showItemInFolder: () => undefined },
}));

async function exportModel() {
  const { directory } = await finishedRun();
  const handlers = createModelHandlers({
    service: serviceInThisProcess(),
    workspace: workspaceAt(dirname(dirname(directory))),
    window: () => null,
  } as Parameters<typeof createModelHandlers>[0]);
  const runId = basename(directory);
  return handlers['model:export']({ runId, format: 'javascript', numbers: 'readable' });
}

describe('model:export of files that go along', () => {
  let folder: string;
  beforeEach(() => {
    folder = tempFolder();
    edge.path = join(folder, 'mine.mjs');
    edge.questions.length = 0;
  });

  it('asks nothing more than the save dialog does where none is there', async () => {
    writeFileSync(edge.path, 'mine');
    expect(await exportModel()).toMatchObject({ status: 'saved', fileName: 'mine.mjs' });
    expect(edge.questions).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(['mine.d.mts', 'mine.mjs']);
  });

  it.each([
    ['keeps all that is there when the person says no', 1, { status: 'cancelled' }],
    ['replaces them when the person says yes', 0, { status: 'saved' }],
  ])('asks before it replaces one, and %s', async (_what, response, answer) => {
    edge.response = response;
    writeFileSync(join(folder, 'mine.d.mts'), 'mine');
    expect(await exportModel()).toMatchObject(answer);
    expect(edge.questions).toMatchObject([{ detail: expect.stringContaining('mine.d.mts') as string }]);
    const kept = readFileSync(join(folder, 'mine.d.mts'), 'utf8') === 'mine';
    expect(kept).toBe(response === 1);
    expect(readdirSync(folder)).toHaveLength(response === 1 ? 1 : 2);
  });
});
