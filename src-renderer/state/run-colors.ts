import type { RunEntry } from '@shared/model/run.ts';

/**
 * The place of every run in the palette: what was chosen for it, else by the order of creation. A place that was given
 * stays for as long as the window is open, also when older runs are deleted; a run that is restored has its own again.
 */
export class RunColors {
  private readonly given = new Map<string, number>();

  /** `runs` newest first. The map is another one whenever it was asked for. */
  ranksOf(runs: readonly RunEntry[]): ReadonlyMap<string, number> {
    const ranks = new Map<string, number>();
    for (let k = runs.length - 1; k >= 0; k--) {
      const run = runs[k]!;
      let place = this.given.get(run.id);
      if (place === undefined) {
        place = this.given.size;
        this.given.set(run.id, place);
      }
      ranks.set(run.id, run.marks.color ?? place);
    }
    return ranks;
  }
}
