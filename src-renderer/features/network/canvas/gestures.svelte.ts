import type { LayerShape } from '@shared/model/network.ts';
import type { CanvasState } from './canvas-state.svelte.ts';
import { dropPlace, gapAt } from './reorder.ts';
import { residualEnds } from './residual-target.ts';
import type { JoinDraft } from './scene.ts';
import { type Choice, choiceOf, chosen, NOTHING, type Selection, selecting } from './selection.ts';
import type { View } from './view.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the pointer is doing on the canvas. */
export type Gesture =
  | { readonly kind: 'none' }
  | { readonly kind: 'press'; readonly layer: number; readonly how: Choice; readonly start: Point }
  | { readonly kind: 'move'; readonly layers: readonly number[]; readonly start: Point }
  | { readonly kind: 'marquee'; readonly start: Point; readonly at: Point; readonly before: Selection }
  | { readonly kind: 'pan'; readonly start: Point; readonly view: View }
  | { readonly kind: 'join'; readonly from: number; readonly at: Point };

/** What comes of gestures. */
export interface GestureActs {
  readonly select: (selection: Selection) => void;
  /** Moves layers to the gap in front of layer `to`. */
  readonly move: (layers: readonly number[], to: number) => void;
  /** Joins the outputs of two columns; 0 is the inputs. */
  readonly join: (from: number, to: number) => void;
  /** Says in a line of text what happened or why it could not. */
  readonly tell: (text: string) => void;
}

/** What the canvas shows while gestures act on it. */
export interface GestureScope {
  readonly shapes: readonly LayerShape[];
  readonly selection: Selection;
}

/** Pixels that a press may tremble before it is a drag. */
const TREMBLE = 4;
/** Near the edge of the canvas a drag moves the picture along, so many pixels at each move. */
const EDGE = 28;
const EDGE_PAN = 9;

/** Pressing, dragging, drawing a frame, moving the picture, and joining: one gesture at a time. */
export class CanvasGestures {
  gesture = $state.raw<Gesture>({ kind: 'none' });
  /** A drag on free ground moves the picture instead of drawing a frame. */
  isHand = $state(false);
  private readonly canvas: CanvasState;
  private readonly scope: () => GestureScope;
  private readonly acts: GestureActs;

  /** The frame that is being drawn, in pixels of the screen. */
  readonly frame = $derived.by(() => {
    if (this.gesture.kind !== 'marquee') return null;
    const { start, at } = this.gesture;
    return {
      x: Math.min(start.x, at.x),
      y: Math.min(start.y, at.y),
      width: Math.abs(at.x - start.x),
      height: Math.abs(at.y - start.y),
    };
  });
  /** The residual connection that is being drawn. */
  readonly join: JoinDraft | null = $derived.by(() => {
    if (this.gesture.kind !== 'join') return null;
    const { from, at } = this.gesture;
    const over = this.canvas.columnAt(at.x);
    if (over === null || over === from) return { from, to: null, at, isAllowed: false };
    return { from, to: over, at, isAllowed: residualEnds(this.scope().shapes, from, over).ok };
  });

  constructor(canvas: CanvasState, scope: () => GestureScope, acts: GestureActs) {
    this.canvas = canvas;
    this.scope = scope;
    this.acts = acts;
  }

  pressLayer(layer: number, at: Point, event: PointerEvent): void {
    const how = choiceOf(event);
    if (how === 'alone') this.choose(layer);
    else this.acts.select(chosen(this.scope().selection, layer, how));
    this.gesture = { kind: 'press', layer, how, start: at };
  }

  /** A layer that something is about to be done with: chosen unless it is already, with others or alone. */
  choose(layer: number): void {
    const { selection } = this.scope();
    const isKept = selection.selected.includes(layer);
    this.acts.select(isKept ? { ...selection, focus: layer } : chosen(selection, layer, 'alone'));
  }

  pressGround(at: Point, event: PointerEvent): void {
    const isPan = event.button === 1 || this.isHand;
    if (isPan) this.gesture = { kind: 'pan', start: at, view: this.canvas.view };
    else {
      const before = choiceOf(event) === 'alone' ? NOTHING : this.scope().selection;
      this.gesture = { kind: 'marquee', start: at, at, before };
    }
  }

  pressHandle(column: number, at: Point): void {
    this.gesture = { kind: 'join', from: column, at };
  }

  moveTo(at: Point): void {
    const { gesture } = this;
    switch (gesture.kind) {
      case 'none':
        return;
      case 'press':
        if (Math.hypot(at.x - gesture.start.x, at.y - gesture.start.y) > TREMBLE) this.beginMove(gesture, at);
        return;
      case 'move':
        this.panAtEdge(at);
        this.moveLayers(gesture, at);
        return;
      case 'marquee':
        this.gesture = { ...gesture, at };
        this.acts.select(this.framed(gesture.before));
        return;
      case 'pan':
        this.canvas.look({
          ...gesture.view,
          x: gesture.view.x + at.x - gesture.start.x,
          y: gesture.view.y + at.y - gesture.start.y,
        });
        return;
      case 'join':
        this.gesture = { ...gesture, at };
        return;
    }
  }

  release(): void {
    const { gesture, canvas, acts } = this;
    const { dragging } = canvas;
    this.gesture = { kind: 'none' };
    if (gesture.kind === 'press' && gesture.how === 'alone') {
      acts.select(chosen(this.scope().selection, gesture.layer, 'alone'));
    }
    if (gesture.kind === 'marquee' && isStill(gesture)) acts.select({ ...gesture.before });
    if (gesture.kind === 'join') this.finishJoin(gesture);
    if (gesture.kind === 'move' && dragging !== null) {
      const hidden = this.scope().shapes.length - 1;
      const to = gapAt(dragging.layers, dragging.place, hidden);
      canvas.drop(() => acts.move(dragging.layers, to));
    }
  }

  cancel(): void {
    this.gesture = { kind: 'none' };
    if (this.canvas.dragging !== null) this.canvas.drag(null);
  }

  /** The whole selection moves if what was taken belongs to it; the output layer stays the last. */
  private beginMove({ layer, start }: Extract<Gesture, { kind: 'press' }>, at: Point): void {
    const { shapes, selection } = this.scope();
    const output = shapes.length - 1;
    if (layer === output) {
      this.acts.tell('The output layer stays the last one.');
      this.gesture = { kind: 'none' };
      return;
    }
    const hidden = selection.selected.filter((k) => k !== output);
    // All of them together have nowhere to go.
    const isTogether = hidden.includes(layer) && hidden.length < output;
    const moving = { kind: 'move', layers: isTogether ? hidden : [layer], start } as const;
    this.gesture = moving;
    this.moveLayers(moving, at);
  }

  private moveLayers({ layers, start }: Extract<Gesture, { kind: 'move' }>, at: Point): void {
    const { canvas } = this;
    const dx = (at.x - start.x) / canvas.view.zoom;
    canvas.drag({ layers, dx, place: dropPlace(canvas.picture.columns, layers, dx) });
  }

  private panAtEdge(at: Point): void {
    const { canvas, gesture } = this;
    if (canvas.isFitted || gesture.kind !== 'move') return;
    const by = at.x < EDGE ? EDGE_PAN : at.x > canvas.size.width - EDGE ? -EDGE_PAN : 0;
    if (by === 0) return;
    const before = canvas.view.x;
    canvas.panBy(by, 0);
    this.gesture = { ...gesture, start: { ...gesture.start, x: gesture.start.x + canvas.view.x - before } };
  }

  /** The layers whose columns the frame touches, beside those chosen before. */
  private framed(before: Selection): Selection {
    const { frame, canvas } = this;
    if (frame === null) return before;
    const { view, picture, arrangement } = canvas;
    const touched = picture.columns.slice(1).filter((column) => {
      const x = arrangement.centres[column.index]! * view.zoom + view.x;
      const reach = Math.max(12, column.halfWidth * view.zoom);
      const [top, bottom] = [column.top * view.zoom + view.y, column.bottom * view.zoom + view.y];
      const isBeside = x + reach < frame.x || x - reach > frame.x + frame.width;
      return !isBeside && bottom >= frame.y && top <= frame.y + frame.height;
    });
    const layers = touched.map(({ index }) => index - 1);
    return selecting(before, [...new Set([...before.selected, ...layers])]);
  }

  private finishJoin({ from, at }: Extract<Gesture, { kind: 'join' }>): void {
    const over = this.canvas.columnAt(at.x);
    if (over === null || over === from) return;
    const ends = residualEnds(this.scope().shapes, from, over);
    if (ends.ok) this.acts.join(ends.from, ends.to);
    else this.acts.tell(ends.problem);
  }
}

function isStill({ start, at }: Extract<Gesture, { kind: 'marquee' }>): boolean {
  return Math.hypot(at.x - start.x, at.y - start.y) <= TREMBLE;
}
