import type { LayerShape } from '@shared/model/network.ts';
import { Glide } from './glide.svelte.ts';
import { layOut, type Picture } from './layout.ts';
import { type Arrangement, arranged, atRest } from './reorder.ts';
import {
  fitted,
  isCut,
  keptInSight,
  type Margins,
  pannedBy,
  roomFor,
  showing,
  type Size,
  type View,
  zoomedAt,
} from './view.ts';

/** Layers that are being dragged: how far, in world pixels, and where they would go among the others. */
export interface Dragging {
  readonly layers: readonly number[];
  readonly dx: number;
  readonly place: number;
}

/** What the canvas is given. */
export interface Drawn {
  readonly shapes: readonly LayerShape[];
  readonly margins: Margins;
}

/** Where everything of the picture is: its layout, the view on it, and what is on its way to another place. */
export class CanvasState {
  size = $state.raw<Size>({ width: 0, height: 0 });
  dragging = $state.raw<Dragging | null>(null);
  readonly glide = new Glide();
  /** Chosen by zooming or moving; null: all of the picture, whatever comes or goes. */
  private ownView = $state.raw<View | null>(null);
  private readonly drawn: () => Drawn;

  readonly margins: Margins = $derived.by(() => this.drawn().margins);
  readonly picture: Picture = $derived.by(() =>
    layOut(this.drawn().shapes, roomFor(this.size, this.margins)),
  );
  readonly view: View = $derived.by(() => this.ownView ?? fitted(this.picture, this.size, this.margins));
  readonly isFitted = $derived(this.ownView === null);
  readonly isCut = $derived(isCut(this.picture, this.view, this.size));

  /** Where the columns belong, those that are dragged where the pointer has them. */
  private readonly aimed: Arrangement = $derived.by(() => {
    const { columns } = this.picture;
    if (this.dragging === null) return atRest(columns);
    const { layers, dx, place } = this.dragging;
    const { order, centres } = arranged(columns, layers, place);
    const held = centres.map((x, k) => (layers.includes(k - 1) ? columns[k]!.x + dx : x));
    return { order, centres: held };
  });
  /** Where they are drawn. */
  readonly arrangement: Arrangement = $derived.by(() => {
    const { order, centres } = this.aimed;
    const { offsets } = this.glide;
    return offsets.length === 0
      ? this.aimed
      : { order, centres: centres.map((x, k) => x + (offsets[k] ?? 0)) };
  });

  constructor(drawn: () => Drawn) {
    this.drawn = drawn;
  }

  /** Changes what is dragged; columns that give way glide. */
  drag(dragging: Dragging | null): void {
    if (dragging?.place === this.dragging?.place && dragging !== null && this.dragging !== null) {
      this.dragging = dragging;
      return;
    }
    const before = this.arrangement.centres;
    this.dragging = dragging;
    const { centres } = this.aimed;
    const held = (k: number): boolean => dragging?.layers.includes(k - 1) === true;
    this.glide.start(
      before.map((x, k) => (held(k) ? centres[k] : x)),
      centres,
    );
  }

  /** Ends dragging by an edit that puts the layers where they are held: each glides on from where it was. */
  drop(edit: () => void): void {
    const { order, centres } = this.arrangement;
    const before = order.map((index) => centres[index]);
    this.dragging = null;
    this.glide.stop();
    edit();
    this.glide.start(before, this.aimed.centres);
  }

  zoomBy(factor: number, at = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    this.look(zoomedAt(this.view, factor, at));
  }

  /** To that zoom, around the middle. */
  zoomTo(zoom: number): void {
    this.zoomBy(zoom / this.view.zoom);
  }

  panBy(dx: number, dy: number): void {
    this.look(pannedBy(this.view, dx, dy));
  }

  look(view: View): void {
    this.ownView = keptInSight(view, this.picture, this.size);
  }

  fit(): void {
    this.ownView = null;
  }

  /** Moves a layer into sight that is not. */
  reveal(layer: number): void {
    const column = this.picture.columns[layer + 1];
    if (column === undefined || this.ownView === null) return;
    const { x, slot } = column;
    const view = showing(this.ownView, x - slot / 2, x + slot / 2, this.size, this.margins);
    if (view !== this.ownView) this.look(view);
  }

  /** The column that stands at a place of the screen; null between or beside them. */
  columnAt(x: number): number | null {
    const { view, picture, arrangement } = this;
    const world = (x - view.x) / view.zoom;
    const found = picture.columns.find(
      ({ index, slot }) => Math.abs(arrangement.centres[index]! - world) <= slot / 2,
    );
    return found?.index ?? null;
  }
}
