import type { NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { DrawnOutput } from '@shared/model/insight.ts';
import { classGroups } from './class-groups.ts';

export type Surface = NonNullable<NetworkFrame['surface']>;

/** What a surface shows: which of several classes is taken, or one answer by itself. */
export type SurfaceMode =
  | {
      readonly kind: 'classes';
      /** Places among the outputs, one a class. */
      readonly outputs: readonly number[];
      readonly levels: readonly string[];
    }
  | { readonly kind: 'probability'; readonly output: number; readonly no: string; readonly yes: string }
  | { readonly kind: 'value'; readonly output: number; readonly low: number; readonly high: number };

/** What can be shown of a network's answers, by an id, the most telling first. `isOneOf` as for `classGroups`. */
export function surfaceModes(
  outputs: readonly DrawnOutput[],
  isOneOf: boolean,
): { id: string; label: string; mode: SurfaceMode }[] {
  const ofClasses = classGroups(outputs, isOneOf)
    .filter((group) => group.outputs.length > 1)
    .map(({ id, label, outputs: places, levels }) => ({
      id: `classes ${id}`,
      label: `${label}: which class`,
      mode: { kind: 'classes' as const, outputs: places, levels },
    }));
  const single = outputs.map((output, k) => ({
    id: `output ${String(k)}`,
    label: output.class === null ? output.name : `Probability of ${output.name}`,
    mode: singleMode(output, k),
  }));
  return [...ofClasses, ...single];
}

function singleMode({ class: ofClass, min, max }: DrawnOutput, output: number): SurfaceMode {
  if (ofClass === null) return { kind: 'value', output, low: min, high: max > min ? max : min + 1 };
  const no = ofClass.otherwise ?? `not ${ofClass.level}`;
  return { kind: 'probability', output, no, yes: ofClass.level };
}

/** The class that a network takes, by its place among those of the mode, and how sure it is: 0 no better than chance. */
export function takenClass(
  answers: ArrayLike<number>,
  from: number,
  outputs: readonly number[],
): { taken: number; certainty: number } {
  let taken = 0;
  outputs.forEach((output, k) => {
    if (answers[from + output]! > answers[from + outputs[taken]!]!) taken = k;
  });
  const chance = 1 / outputs.length;
  const probability = answers[from + outputs[taken]!]!;
  return { taken, certainty: Math.max(0, Math.min(1, (probability - chance) / (1 - chance))) };
}

/** In words, what a network answers at one place of the grid. */
export function answerText(
  mode: SurfaceMode,
  answers: ArrayLike<number>,
  from: number,
  numberText: (value: number) => string,
): string {
  if (mode.kind === 'classes') {
    const { taken } = takenClass(answers, from, mode.outputs);
    return `${mode.levels[taken]!} (${numberText(answers[from + mode.outputs[taken]!]!)})`;
  }
  const value = answers[from + mode.output]!;
  return mode.kind === 'value' ? numberText(value) : `${mode.yes} ${numberText(value)}`;
}

/**
 * Answers between the places of a grid, straight from each to the next in both directions.
 *
 * Shapes: values [size, size, outputs] → [columns, rows, outputs], the first and last at the ends of the axes; places of x
 * vary fastest in the first, slowest in the second.
 */
export function finerAnswers(
  { request: { size }, outputs, values }: Surface,
  columns: number,
  rows: number,
): Float32Array {
  const finer = new Float32Array(columns * rows * outputs);
  const [alongX, alongY] = [columns, rows].map((count) =>
    Array.from({ length: count }, (_, k) => {
      const place = count === 1 ? 0 : (k * (size - 1)) / (count - 1);
      const before = Math.min(size - 2, Math.floor(place));
      return { before, share: place - before };
    }),
  ) as [{ before: number; share: number }[], { before: number; share: number }[]];
  alongX.forEach(({ before: k, share: right }, column) => {
    alongY.forEach(({ before: j, share: up }, row) => {
      const from = (j * size + k) * outputs;
      const above = from + size * outputs;
      const to = (column * rows + row) * outputs;
      for (let o = 0; o < outputs; o++) {
        const low = (1 - right) * values[from + o]! + right * values[from + outputs + o]!;
        const high = (1 - right) * values[above + o]! + right * values[above + outputs + o]!;
        finer[to + o] = (1 - up) * low + up * high;
      }
    });
  });
  return finer;
}

/** The place of the grid nearest to raw values; null beyond it. */
export function gridPlace({ request }: Surface, x: number, y: number): { k: number; j: number } | null {
  const at = (value: number, [low, high]: readonly [number, number]): number =>
    Math.round(((value - low) / (high - low)) * (request.size - 1));
  const [k, j] = [at(x, request.xRange), at(y, request.yRange)];
  const isOn = k >= 0 && j >= 0 && k < request.size && j < request.size;
  return isOn ? { k, j } : null;
}

/** Every place of the grid with its answers. */
export function surfaceRows({ request, outputs, values }: Surface): {
  x: number;
  y: number;
  answers: Float32Array;
}[] {
  const { size, xRange, yRange } = request;
  const at = ([low, high]: readonly [number, number], place: number): number =>
    low + ((high - low) * place) / (size - 1);
  return Array.from({ length: size * size }, (_, index) => ({
    x: at(xRange, index % size),
    y: at(yRange, Math.floor(index / size)),
    answers: values.subarray(index * outputs, (index + 1) * outputs),
  }));
}
