import type { NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { LayerShape } from '@shared/model/network.ts';

/** What the units of one column give for each row that is looked at: [rows, units]. */
export interface UnitValues {
  readonly rows: number;
  readonly units: number;
  readonly values: Float32Array;
  /** The largest size among them: the end of the colour scale; 1 where all are 0. */
  readonly largest: number;
}

/**
 * What the units give for those of the rows asked for that the frame has, by column, the inputs first. Null where it has
 * none of them, or is of another network.
 */
export function unitValues(
  frame: NetworkFrame | null,
  shapes: readonly LayerShape[],
  asked: readonly number[],
): UnitValues[] | null {
  const activations = frame?.activations ?? null;
  const widths = [shapes[0]?.inputs ?? 0, ...shapes.map(({ units }) => units)];
  if (frame === null || activations?.length !== widths.length) return null;
  const isFit = activations.every((values, k) => values.length === frame.rows.length * widths[k]!);
  const places = [...frame.rows.keys()].filter((place) => asked.includes(frame.rows[place]!));
  if (!isFit || places.length === 0) return null;
  return activations.map((all, k) => {
    const values = places.length === frame.rows.length ? all : rowsAt(all, places, widths[k]!);
    return { rows: places.length, units: widths[k]!, values, largest: largestOf(values) };
  });
}

function rowsAt(values: Float32Array, places: readonly number[], units: number): Float32Array {
  const picked = new Float32Array(places.length * units);
  places.forEach((place, k) => {
    picked.set(values.subarray(place * units, (place + 1) * units), k * units);
  });
  return picked;
}

/** A value of a row, −1 to 1 on the colour scale of its column. What is no number has no colour. */
export function shadeOf({ units, values, largest }: UnitValues, row: number, unit: number): number {
  return values[row * units + unit]! / largest;
}

function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return largest === 0 ? 1 : largest;
}

/** Whether two networks have the same layers with the same widths, so that weights of one can be drawn on the other. */
export function sameShape(a: readonly LayerShape[], b: readonly LayerShape[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ type, units, inputs }, k) => {
      const other = b[k]!;
      return type === other.type && units === other.units && inputs === other.inputs;
    })
  );
}
