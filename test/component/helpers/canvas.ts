/**
 * The test window has no canvas to draw on. This gives it one that takes every stroke and shows nothing, so that what
 * stands around a chart can be looked at; what it draws is looked at in the real window.
 */
export function giveCanvas(): void {
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement) {
    return blankContext(this);
  } as unknown as HTMLCanvasElement['getContext'];
}

function blankContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const known: Record<string | symbol, unknown> = {
    canvas,
    measureText: (text: string) => ({ width: 6 * text.length }),
  };
  return new Proxy(known, {
    get: (kept, name) => (name in kept ? kept[name] : () => undefined),
    set: (kept, name, value) => {
      kept[name] = value;
      return true;
    },
  }) as unknown as CanvasRenderingContext2D;
}
