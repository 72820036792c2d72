import { formatCount } from '../../core/text.ts';
import { isCrossEntropy } from '../../model/task.ts';
import { balanceClasses } from '../cures/training.ts';
import type { Examination } from '../examination.ts';
import type { Diagnosis } from '../finding.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { classCounts, recalls } from '../unexplained.ts';
import { measured, percent } from '../words.ts';

/** A class with few rows of which most are taken for another. Rare classes that are found are no trouble. */
export function classImbalance({ experiment, late, points }: Examination): Diagnosis | null {
  const last = points.at(-1)?.train;
  const { loss, classWeights } = experiment.training;
  if (late === null || last === undefined || classWeights !== 'none' || !isCrossEntropy(loss)) return null;
  const counts = classCounts(last);
  if (counts === null) return null;
  const most = Math.max(...counts);
  const found = recalls(last);
  const missed = counts.flatMap((count, c) =>
    count > 0 && most / count >= THRESHOLDS.imbalance && found[c]! < THRESHOLDS.recallOfRare ? [c] : [],
  );
  const [worst] = missed.toSorted((a, b) => found[a]! - found[b]!);
  if (worst === undefined) return null;
  return {
    severity: 'warning',
    evidence: [
      measured(
        'Rows of the rare class and of the most frequent one',
        `${formatCount(counts[worst]!)} and ${formatCount(most)}`,
        `1 to ${String(THRESHOLDS.imbalance)} or more`,
      ),
      measured(
        'Rows of the rare class that were found',
        percent(found[worst]!),
        `below ${percent(THRESHOLDS.recallOfRare)}`,
      ),
      measured('Accuracy over all rows', percent(last.classification!.accuracy)),
    ],
    explanation:
      'The loss counts every row alike, so the many decide: saying no to the few costs little, and the accuracy looks fine ' +
      'all the same. Balanced weights let every class count the same; probabilities then no longer tell how frequent a ' +
      'class is.',
    cures: [balanceClasses()],
  };
}
