import { Random } from '../core/random.ts';
import type { ColumnImportance, Importance, ImportanceFigure } from '../model/evaluation.ts';
import type { Answerer, AskedRows } from './answerer.ts';
import type { AnsweredPart } from './answered-part.ts';
import { partFigures } from './part-figures.ts';
import type { Work } from './work.ts';

/** What of a part is shuffled, and how often. */
export interface ImportanceSettings {
  /** Names of input columns. */
  readonly columns: readonly string[];
  readonly repeats: number;
  readonly seed: number;
}

/** A part's rows as the model is asked about them, with the names of its inputs. */
export interface AskedPart {
  readonly part: AnsweredPart;
  readonly asked: AskedRows;
  readonly inputs: readonly string[];
  readonly answerer: Answerer;
}

/**
 * Permutation importance: how much worse each figure becomes when the values of one column are shuffled among the rows. A
 * column that is encoded as several inputs is shuffled as a whole.
 *
 * Source: Breiman 2001; Fisher, Rudin & Dominici 2019; scikit-learn, `permutation_importance`.
 */
export function* permutationImportance(
  own: AskedPart,
  { columns, repeats, seed }: ImportanceSettings,
): Work<Omit<Importance, 'rows' | 'of'>> {
  const figures = partFigures(own.part);
  const found: ColumnImportance[] = [];
  for (const column of columns) {
    // A stream of its own: what else is asked for changes nothing.
    const random = new Random(seed, `importance of ${column}`);
    const order = Uint32Array.from({ length: own.asked.rows }, (_, n) => n);
    const measured: ImportanceFigure[][] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      random.shuffle(order);
      measured.push(yield* figuresShuffled(own, own.inputs.indexOf(column), order));
    }
    found.push({ column, losses: figures.map((figure, f) => lossOf(figure, f, measured)) });
  }
  return { figures, columns: found };
}

/** The figures with the values of one input in another order of the rows: [N]. */
export function* figuresShuffled(
  { part, asked, answerer }: AskedPart,
  input: number,
  order: Uint32Array,
): Work<ImportanceFigure[]> {
  const answers = yield* answerer.answer({
    rows: asked.rows,
    value: (i, n) => asked.value(i, i === input ? order[n]! : n),
  });
  return partFigures({ ...part, answers });
}

/** More of these is better; of the other figures less. */
const BETTER_HIGH: readonly ImportanceFigure['name'][] = ['r2', 'accuracy'];

function lossOf(
  { name, baseline }: ImportanceFigure,
  f: number,
  measured: readonly ImportanceFigure[][],
): ColumnImportance['losses'][number] {
  const sign = BETTER_HIGH.includes(name) ? 1 : -1;
  const values = measured.map((figures) => sign * (baseline - figures[f]!.baseline));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / values.length), values };
}
