import type { Window } from './graph-plan.ts';
import type { Operators } from './operators.ts';

/** Most numbers of a tensor that is updated together with its neighbours. */
const MOST_TOGETHER = 32_768;

/** Neighbouring tensors that are one tensor of the state. */
export interface StateGroup {
  readonly windows: readonly Window[];
  readonly offset: number;
  readonly length: number;
  readonly dims: readonly number[];
}

/**
 * Which tensors of the parameters are updated together. An update is some ten nodes, whose fixed cost is felt in small
 * tensors: those next to each other are one. Large ones stay alone, as they are: cutting them out of one flat array would
 * copy them.
 *
 * Shapes: the groups follow one another without gaps.
 * Source: measured, see docs/adr/0045.
 */
export function stateGroups(windows: readonly Window[]): StateGroup[] {
  const groups: Window[][] = [];
  let length = Infinity;
  for (const window of windows) {
    length += window.length;
    if (length <= MOST_TOGETHER) groups.at(-1)!.push(window);
    else {
      groups.push([window]);
      length = window.length;
    }
  }
  return groups.map(groupOf);
}

function groupOf(windows: readonly Window[]): StateGroup {
  const { offset, dims } = windows[0]!;
  const length = windows.reduce((sum, window) => sum + window.length, 0);
  return { windows, offset, length, dims: windows.length === 1 ? dims : [length] };
}

/**
 * The value of a group → those of its windows.
 *
 * Shapes: as the group's and the windows' dims say.
 * Source: none.
 */
export function splitGroup(o: Operators, value: string, { windows }: StateGroup): string[] {
  if (windows.length === 1) return [value];
  const pieces = o.split(
    value,
    windows.map(({ length }) => length),
  );
  return pieces.map((piece, k) => o.reshape(piece, windows[k]!.dims));
}

/**
 * Values of a group's windows → the group's.
 *
 * Shapes: as in `splitGroup`.
 * Source: none.
 */
export function joinGroup(o: Operators, values: readonly string[], { windows }: StateGroup): string {
  if (windows.length === 1) return values[0]!;
  return o.joined(values.map((value, k) => o.reshape(value, [windows[k]!.length])));
}
