import { int } from '../../../onnx/attributes.ts';
import { GraphBuilder } from '../../../onnx/graph-builder.ts';
import type { OnnxGraph } from '../../../onnx/onnx-model.ts';
import type { NativeTensor } from '../runtime.ts';

/** Steps that the log keeps the figures of: it must be read before there are more. */
export const LOG_STEPS = 32;
/** The log as a step takes it and leaves it: [LOG_STEPS, figures]. */
export const LOG_BEFORE = 'log before';
export const LOG_AFTER = 'log after';

/**
 * A graph that puts its figures into a log instead of giving them out: so nobody has to wait for a step on the device.
 *
 * Shapes: figures are numbers without dimensions. The log is [LOG_STEPS, figures], the last step's row last.
 * Source: a shift register.
 */
export function withLog(graph: OnnxGraph, figures: readonly string[]): OnnxGraph {
  const builder = new GraphBuilder('log');
  const dims = [LOG_STEPS, figures.length];
  const before = builder.input(LOG_BEFORE, 'float', dims);
  const whole = (name: string, values: readonly number[]) =>
    builder.numbers(`log ${name}`, 'int64', [values.length], values);
  const kept = builder.add(
    'Slice',
    [before, whole('start', [1]), whole('end', [LOG_STEPS]), whole('axis', [0])],
    { name: 'log kept' },
  );
  const single = whole('single', [1, 1]);
  const row = builder.add(
    'Concat',
    figures.map((figure) => builder.add('Reshape', [figure, single], { name: 'log figure' })),
    { name: 'log row', attributes: [int('axis', 1)] },
  );
  const after = builder.add('Concat', [kept, row], { name: LOG_AFTER, attributes: [int('axis', 0)] });
  builder.output(after, 'float', dims);
  const log = builder.finish();
  const isFigure = new Set(figures);
  return {
    ...graph,
    node: [...graph.node, ...log.node],
    initializer: [...graph.initializer, ...log.initializer],
    input: [...graph.input, ...log.input],
    output: [...graph.output.filter(({ name }) => !isFigure.has(name)), ...log.output],
  };
}

/**
 * The figures of steps as they are read from the log. Those of steps that were not made stay NaN.
 *
 * Shapes: each [steps].
 * Source: `withLog`.
 */
export class FigureLog {
  private readonly figures: readonly Float32Array[];
  private readonly steps: number;
  private read = 0;

  constructor(count: number, steps: number) {
    this.figures = Array.from({ length: count }, () => new Float32Array(steps).fill(NaN));
    this.steps = steps;
  }

  /** Before the first step. */
  empty(): NativeTensor {
    const count = this.figures.length;
    return { type: 'float32', data: new Float32Array(LOG_STEPS * count), dims: [LOG_STEPS, count] };
  }

  /** Takes over what the log says after so many steps: rows [LOG_STEPS, figures]. */
  take(rows: Float32Array, steps: number): void {
    const count = this.figures.length;
    for (; this.read < steps; this.read++) {
      const row = LOG_STEPS - (steps - this.read);
      this.figures.forEach((values, k) => (values[this.read] = rows[row * count + k]!));
    }
  }

  /** Whether all that was read are numbers: if not, further steps are no use. */
  isFinite(): boolean {
    return this.figures.every((values) => values.subarray(0, this.read).every(Number.isFinite));
  }

  /** [steps] */
  figure(k: number): NativeTensor {
    return { type: 'float32', data: this.figures[k]!, dims: [this.steps] };
  }
}
