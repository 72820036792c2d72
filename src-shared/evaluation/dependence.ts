import type { Answerer, AskedRows } from './answerer.ts';
import type { Work } from './work.ts';

/**
 * How the answers change with one input: its values replaced by each of some places, all other inputs as they are.
 *
 * Shapes: mean [T, places]; lines [T, lines, places].
 */
export interface DependenceLines {
  readonly mean: Float64Array;
  readonly lines: Float64Array;
}

/**
 * Partial dependence, and the lines of the first rows by themselves (individual conditional expectation).
 *
 * Shapes: `asked` are N rows; `input` is the place of the column among the model's inputs.
 * Source: Friedman 2001; Goldstein, Kapelner, Bleich & Pitkin 2015; scikit-learn, `partial_dependence` with method = "brute".
 */
export function* partialDependence(
  answerer: Answerer,
  asked: AskedRows,
  { input, places, lines }: { input: number; places: Float64Array; lines: number },
): Work<DependenceLines> {
  const T = answerer.outputs;
  const N = asked.rows;
  const drawn = Math.min(lines, N);
  const result = {
    mean: new Float64Array(T * places.length),
    lines: new Float64Array(T * drawn * places.length),
  };
  for (const [p, place] of places.entries()) {
    const answers = yield* answerer.answer({
      rows: N,
      value: (i, n) => (i === input ? place : asked.value(i, n)),
    });
    for (let t = 0; t < T; t++) {
      const own = answers.subarray(t * N, (t + 1) * N);
      result.mean[t * places.length + p] = own.reduce((sum, value) => sum + value, 0) / N;
      for (let n = 0; n < drawn; n++) result.lines[(t * drawn + n) * places.length + p] = own[n]!;
    }
  }
  return result;
}
