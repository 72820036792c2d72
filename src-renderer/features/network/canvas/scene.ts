import type { Caption } from './captions.ts';
import type { Column, Picture } from './layout.ts';
import type { Palette } from './palette.ts';
import type { Arrangement } from './reorder.ts';
import type { UnitValues } from './unit-values.ts';
import type { Size, View } from './view.ts';

/** A residual connection that is being drawn: from a column to where the pointer is, or to a column that can take it. */
export interface JoinDraft {
  readonly from: number;
  readonly to: number | null;
  readonly at: { readonly x: number; readonly y: number };
  readonly isAllowed: boolean;
}

/** One unit of a column drawn with dots. */
export interface UnitPlace {
  readonly column: number;
  readonly unit: number;
}

/** Everything that one painting of the canvas needs. */
export interface Scene {
  readonly picture: Picture;
  readonly arrangement: Arrangement;
  readonly view: View;
  readonly size: Size;
  readonly palette: Palette;
  /** By layer: how strong its connections are, see `connectionStrengths`; null where that is not known. */
  readonly strengths: readonly (Float32Array | null)[] | null;
  /** By column. */
  readonly values: readonly UnitValues[] | null;
  readonly captions: readonly Caption[];
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** Columns that are being dragged. */
  readonly dragged: readonly number[];
  readonly join: JoinDraft | null;
  /** The unit that is pointed at: its own connections stand out. */
  readonly hovered: UnitPlace | null;
}

/** A column where it is on the screen. */
export interface PlacedColumn {
  readonly column: Column;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly halfWidth: number;
  readonly radius: number;
  readonly ports: readonly number[];
}

export function placed({ arrangement, view }: Scene, column: Column): PlacedColumn {
  const toY = (y: number): number => y * view.zoom + view.y;
  return {
    column,
    x: arrangement.centres[column.index]! * view.zoom + view.x,
    top: toY(column.top),
    bottom: toY(column.bottom),
    halfWidth: column.halfWidth * view.zoom,
    radius: column.radius * view.zoom,
    ports: column.ports.map(toY),
  };
}
