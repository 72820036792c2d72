import type { Response } from '@shared/ipc/contract.ts';
import type { Client } from '../api/client.ts';
import { Inquiry } from './inquiry.svelte.ts';

export type RateSweep = Response<'rate:find'>;
export type GradientReport = Response<'gradient:check'>;
export type TrainingTool = 'rate' | 'gradients';

/** What can be asked about an experiment before it is trained. */
export class TrainingTools {
  opened = $state<TrainingTool | null>(null);
  readonly rate: Inquiry<RateSweep>;
  readonly gradients: Inquiry<GradientReport>;

  constructor(client: Pick<Client, 'rateFind' | 'gradientCheck'>) {
    this.rate = new Inquiry((request) => client.rateFind(request));
    this.gradients = new Inquiry((request) => client.gradientCheck(request));
  }

  /** Closes what is open, and lets go of an answer that is still to come. */
  close(): void {
    this.opened = null;
    this.rate.cancel();
    this.gradients.cancel();
  }
}
