import { AppError } from '@shared/core/errors.ts';
import { describe, expect, it, vi } from 'vitest';
import { Desk, type Operations, type Task } from '../../../../src-main/service/desk.ts';
import type { FromService, ToService } from '../../../../src-main/service/messages.ts';

const REQUEST: ToService = { id: 7, operation: 'predictRows', request: { directory: 'run', rows: [[1]] } };
const VALUE = { outputs: [[2]] };

/** A desk whose one operation does as told, and all that it posts. */
function deskWith(perform: (task: Task) => unknown) {
  const posted: FromService[] = [];
  const operations = { predictRows: (_request: unknown, task: Task) => perform(task) };
  const desk = new Desk(operations as unknown as Operations, (message) => posted.push(message));
  return { desk, posted };
}

const untilCancelled = ({ signal }: Task) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new AppError('CANCELLED', 'Stopped.'));
    });
  });

describe('Desk', () => {
  it('answers a request by its id', async () => {
    const { desk, posted } = deskWith(() => VALUE);
    await desk.receive(REQUEST);
    expect(posted).toEqual([{ id: 7, ok: true, value: VALUE }]);
  });

  it('tells progress before the answer', async () => {
    const progress = { bytesRead: 1, bytes: 2, rows: 3 };
    const { desk, posted } = deskWith(({ onProgress }) => {
      onProgress(progress);
      return VALUE;
    });
    await desk.receive(REQUEST);
    expect(posted).toEqual([
      { id: 7, progress },
      { id: 7, ok: true, value: VALUE },
    ]);
  });

  it('ends a work that is cancelled, and says nothing of its progress from then on', async () => {
    const { desk, posted } = deskWith(async (task) => {
      const cancelled = untilCancelled(task);
      await desk.receive({ id: 7, cancel: true });
      task.onProgress({ bytesRead: 1, bytes: 2, rows: 3 });
      return cancelled;
    });
    await desk.receive(REQUEST);
    expect(posted).toEqual([{ id: 7, ok: false, error: { code: 'CANCELLED', message: 'Stopped.' } }]);
  });

  it('does not begin what was cancelled before it came to it', async () => {
    const perform = vi.fn();
    const { desk, posted } = deskWith(perform);
    const answered = desk.receive(REQUEST);
    await desk.receive({ id: 7, cancel: true });
    await answered;
    expect(perform).not.toHaveBeenCalled();
    expect(posted).toMatchObject([{ id: 7, ok: false, error: { code: 'CANCELLED' } }]);
  });

  it('takes the cancelling of something that has ended for nothing', async () => {
    const { desk, posted } = deskWith(() => VALUE);
    await desk.receive(REQUEST);
    await desk.receive({ id: 7, cancel: true });
    expect(posted).toHaveLength(1);
  });

  it('hands on an expected failure, and of a bug the code alone', async () => {
    const refused = deskWith(() => {
      throw new AppError('TABLE_INVALID', 'Row 3.', { at: 'row 3' });
    });
    await refused.desk.receive(REQUEST);
    expect(refused.posted).toEqual([
      { id: 7, ok: false, error: { code: 'TABLE_INVALID', message: 'Row 3.', at: 'row 3' } },
    ]);

    const logged = vi.spyOn(console, 'error').mockReturnValue();
    const broken = deskWith(() => Promise.reject(new TypeError('x of undefined')));
    await broken.desk.receive(REQUEST);
    expect(broken.posted).toMatchObject([{ id: 7, ok: false, error: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(broken.posted)).not.toContain('undefined');
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});
