/** How the picture lies in the window: screen = zoom · world + (x, y), in CSS pixels. */
export interface View {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room around the picture that does not grow with it: names at the sides, captions below, tools above. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const LEAST_ZOOM = 0.05;
const MOST_ZOOM = 6;
/** Small networks are drawn no larger than this by themselves. */
const MOST_FIT = 1.25;
/** One press of + or −. */
export const ZOOM_STEP = 1.25;

/** What room the margins leave to the columns. */
export function roomFor(size: Size, margins: Margins): Size {
  return {
    width: Math.max(40, size.width - margins.left - margins.right),
    height: Math.max(40, size.height - margins.top - margins.bottom),
  };
}

/** All of the picture, in the middle. */
export function fitted(picture: Size, size: Size, margins: Margins): View {
  const room = roomFor(size, margins);
  const zoom = clampZoom(
    Math.min(MOST_FIT, room.width / Math.max(1, picture.width), room.height / Math.max(1, picture.height)),
  );
  return {
    zoom,
    x: margins.left + (room.width - picture.width * zoom) / 2,
    y: margins.top + (room.height - picture.height * zoom) / 2,
  };
}

/** Zooms by a factor; what is at `at` on the screen stays there. */
export function zoomedAt(view: View, factor: number, at: { x: number; y: number }): View {
  const zoom = clampZoom(view.zoom * factor);
  const actual = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * actual, y: at.y - (at.y - view.y) * actual };
}

export function pannedBy(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** The view moved sideways as little as shows the world range [left, right] whole, or else its beginning. */
export function showing(view: View, left: number, right: number, size: Size, margins: Margins): View {
  const from = left * view.zoom + view.x;
  const to = right * view.zoom + view.x;
  const end = size.width - margins.right / 2;
  const start = margins.left / 2;
  if (from < start || to - from > end - start) return { ...view, x: view.x + start - from };
  return to > end ? { ...view, x: view.x + end - to } : view;
}

/** The part of the world that the window shows. */
export function worldInSight(
  view: View,
  size: Size,
): { x: number; y: number; width: number; height: number } {
  return {
    x: -view.x / view.zoom,
    y: -view.y / view.zoom,
    width: size.width / view.zoom,
    height: size.height / view.zoom,
  };
}

/** Whether some of the picture is out of sight: then a small map of it helps. */
export function isCut(picture: Size, view: View, size: Size): boolean {
  const seen = worldInSight(view, size);
  return (
    seen.x > 1 ||
    seen.y > 1 ||
    seen.x + seen.width < picture.width - 1 ||
    seen.y + seen.height < picture.height - 1
  );
}

/** A view with its picture not wholly out of sight: some of it stays wherever it is moved. */
export function keptInSight(view: View, picture: Size, size: Size): View {
  const keep = 60;
  const clamp = (value: number, length: number, room: number): number =>
    Math.min(room - keep, Math.max(keep - length * view.zoom, value));
  return {
    zoom: view.zoom,
    x: clamp(view.x, picture.width, size.width),
    y: clamp(view.y, picture.height, size.height),
  };
}

function clampZoom(zoom: number): number {
  return Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
}
