import type { Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { type Client, describeError } from '../api/client.ts';

/** What a kept moment came to when it was measured once more. */
export interface MeasuredAgain {
  readonly runId: string;
  readonly epoch: number;
  readonly evaluation: Response<'run:measure'>;
}

/** What is done with a moment of a run beside looking at it: measuring it anew, and branching from it. */
export class TimeMachineState {
  measured = $state.raw<MeasuredAgain | null>(null);
  isMeasuring = $state(false);
  isBranching = $state(false);
  /** Why the last of it could not be done. */
  problem = $state<string | null>(null);
  private readonly client: Pick<Client, 'runMeasure' | 'runBranch'>;
  /** The moment asked about last: an answer about another one comes too late. */
  private asked = '';

  constructor(client: Pick<Client, 'runMeasure' | 'runBranch'>) {
    this.client = client;
  }

  /** Puts the weights of a moment back and measures them. */
  async measure(runId: string, epoch: number): Promise<void> {
    const asked = `${runId} ${String(epoch)}`;
    this.asked = asked;
    this.isMeasuring = true;
    this.measured = null;
    this.problem = null;
    try {
      const evaluation = await this.client.runMeasure({ runId, epoch });
      if (this.asked === asked) this.measured = { runId, epoch, evaluation };
    } catch (error) {
      if (this.asked === asked) this.problem = describeError(error).message;
    } finally {
      if (this.asked === asked) this.isMeasuring = false;
    }
  }

  /** Launches a run that begins with the weights of a moment; null where it was refused. */
  async branch(runId: string, epoch: number, experiment: Experiment): Promise<RunRecord | null> {
    this.isBranching = true;
    this.problem = null;
    try {
      return await this.client.runBranch({ runId, epoch, experiment });
    } catch (error) {
      this.problem = describeError(error).message;
      return null;
    } finally {
      this.isBranching = false;
    }
  }

  /** Another moment is looked at: what was said of the one before is over. */
  forget(): void {
    this.asked = '';
    this.isMeasuring = false;
    this.measured = null;
    this.problem = null;
  }
}
