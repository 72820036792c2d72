import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { MetricsPoint, RunRecord, RunStatus } from '@shared/model/run.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import type { Engine } from './engine.ts';
import type { JobControl } from './job-control.ts';

/** What a run tells those who watch it. */
export interface JobProgress {
  /** Points since the last report. */
  points: MetricsPoint[];
  status: RunStatus;
  epochsDone: number;
  seconds: number;
  /** Seconds of training still to come at the speed of late; null while that is unknown. */
  secondsLeft: number | null;
  /** The record as it would be written now. */
  record: RunRecord;
}

export interface JobOptions {
  directory: string;
  record: RunRecord;
  engine: Engine;
  control: JobControl;
  /** The prepared data, where the caller has it already. */
  data?: PreparedData;
  /** Where the run goes on; left out for a new run. */
  checkpoint?: Checkpoint;
  /** Where the run ends for now, with the same checkpoint as if it were to go on; null: where its experiment ends. */
  untilEpoch?: number | null;
  /** Told once, when the record on the disk says that the run is being trained; with the points it has already. */
  onBegin?: (record: RunRecord, earlier: MetricsPoint[]) => void;
  onProgress: (progress: JobProgress) => void;
}
