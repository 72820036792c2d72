import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { MetricsPoint, RunRecord, RunStatus } from '@shared/model/run.ts';
import type { Checkpoint } from '../storage/checkpoint-file.ts';
import type { Engine } from './engine.ts';
import type { JobControl } from './job-control.ts';

/** What a run tells those who watch it. */
export interface JobProgress {
  /** Points since the last report, and what was measured inside of the network. */
  points: MetricsPoint[];
  insight: InsightPoint[];
  /** The network as it now is, if somebody wants to see it and it is time. */
  frame: NetworkFrame | null;
  status: RunStatus;
  epochsDone: number;
  seconds: number;
  /** Seconds of training still to come at the speed of late; null while that is unknown. */
  secondsLeft: number | null;
  /** The record as it would be written now. */
  record: RunRecord;
}

/** What a run that goes on has measured before. */
export interface Earlier {
  points: MetricsPoint[];
  insight: InsightPoint[];
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
  /** What of the network somebody wants to see now. Left out: nothing. */
  wantedLook?: () => LookRequest | null;
  /** Told once, when the record on the disk says that the run is being trained; with what it has already. */
  onBegin?: (record: RunRecord, earlier: Earlier) => void;
  onProgress: (progress: JobProgress) => void;
}
