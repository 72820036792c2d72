import type { RunRecord } from '@shared/model/run.ts';

/** How often a run is tried again from the same place. */
const MOST_RESTARTS = 3;

/** How often runs whose processes hung have been begun anew since they last got any further. */
export class Restarts {
  private readonly tried = new Map<
    string,
    { readonly step: number; readonly epochs: number; count: number }
  >();

  /** Whether a run that has just hung shall be tried again; it counts as tried. */
  tryAgain({ id, last, epochsDone }: RunRecord): boolean {
    const place = { step: last?.step ?? 0, epochs: epochsDone };
    const before = this.tried.get(id);
    const isFurther = before === undefined || place.step > before.step || place.epochs > before.epochs;
    const count = isFurther ? 1 : before.count + 1;
    this.tried.set(id, { ...place, count });
    return count <= MOST_RESTARTS;
  }

  delete(runId: string): void {
    this.tried.delete(runId);
  }
}
