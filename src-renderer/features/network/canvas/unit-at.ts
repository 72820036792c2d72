import type { CanvasState } from './canvas-state.svelte.ts';
import type { UnitPlace } from './scene.ts';

/** Pixels beside a unit that still count as pointing at it. */
const NEAR = 3;

/** The unit that stands at a place of the screen; null where there is none, or units are not drawn one by one. */
export function unitAt(
  { picture, arrangement, view }: Pick<CanvasState, 'picture' | 'arrangement' | 'view'>,
  at: { readonly x: number; readonly y: number },
): UnitPlace | null {
  for (const { index, kind, ports, radius } of picture.columns) {
    if (kind !== 'dots') continue;
    const x = arrangement.centres[index]! * view.zoom + view.x;
    const reach = radius * view.zoom + NEAR;
    if (Math.abs(at.x - x) > reach) continue;
    const unit = ports.findIndex((y) => Math.hypot(at.x - x, at.y - (y * view.zoom + view.y)) <= reach);
    if (unit >= 0) return { column: index, unit };
  }
  return null;
}
