import type { RunRecord } from '@shared/model/run.ts';
import { describe, expect, it, vi } from 'vitest';
import { writeRun, readRun } from '../../../../src-main/storage/run-store.ts';
import { isRunLocked } from '../../../../src-main/storage/run-lock.ts';
import { JobControl } from '../../../../src-main/trainer/job-control.ts';
import { trainQueued } from '../../../../src-main/trainer/queued-job.ts';
import { referenceEngine } from '../../../helpers/engines.ts';
import { finishedRun } from '../../../helpers/runs.ts';

describe('trainQueued', () => {
  it.each(['finished', 'diverged'] as const)(
    'leaves a run as it is that another process has brought to its end meanwhile: %s',
    async (status) => {
      const { directory, record } = await finishedRun();
      const ended: RunRecord = { ...record, status };
      await writeRun(directory, ended);
      const onBegin = vi.fn();
      const given = await trainQueued({
        directory,
        backend: 'auto',
        threads: 1,
        untilEpoch: null,
        control: new JobControl(),
        choose: () => referenceEngine(),
        onBegin,
        onProgress: vi.fn(),
      });
      expect(given).toEqual(ended);
      expect(await readRun(directory)).toEqual(ended);
      expect(onBegin).not.toHaveBeenCalled();
      expect(await isRunLocked(directory)).toBe(false);
    },
  );
});
