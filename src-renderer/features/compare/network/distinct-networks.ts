import { layersText } from '@shared/model/setting-text.ts';
import { shapesOf } from '@shared/model/experiment.ts';
import type { LayerShape } from '@shared/model/network.ts';
import { type RunEntry, shownName } from '@shared/model/run.ts';

/** One network that some of the runs have. */
export interface DistinctNetwork {
  /** The first run that has it. */
  readonly id: string;
  readonly label: string;
  readonly shapes: readonly LayerShape[];
}

/** The networks of runs, each once, in the order of the first run that has it; seeds and initial weights aside. */
export function distinctNetworks(runs: readonly RunEntry[]): DistinctNetwork[] {
  const found = new Map<string, { run: RunEntry; shapes: LayerShape[]; count: number }>();
  for (const run of runs) {
    const shapes = shapesOf(run.experiment);
    const key = JSON.stringify(shapes);
    const known = found.get(key);
    if (known === undefined) found.set(key, { run, shapes, count: 1 });
    else known.count += 1;
  }
  return [...found.values()].map(({ run, shapes, count }) => {
    const others = count === 1 ? '' : ` and ${String(count - 1)} more`;
    return {
      id: run.id,
      label: `${layersText(run.experiment.network.layers)} (${shownName(run)}${others})`,
      shapes,
    };
  });
}
