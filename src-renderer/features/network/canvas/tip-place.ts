interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** From the pointer, across and down. */
const AWAY: Point = { x: 16, y: 12 };
/** Kept free at the edges of the room. */
const EDGE = 4;

/** Where a tip stands: right of the pointer and below it, left of it where there is no room, and never below the room. */
export function tipPlace(pointer: Point, tip: Size, room: Size): Point {
  const right = pointer.x + AWAY.x;
  const left = pointer.x - AWAY.x - tip.width;
  const lowest = room.height - tip.height - EDGE;
  return {
    x: right + tip.width + EDGE <= room.width ? right : Math.max(0, left),
    y: Math.max(0, Math.min(pointer.y + AWAY.y, lowest)),
  };
}
