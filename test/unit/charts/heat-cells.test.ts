import { describe, expect, it } from 'vitest';
import { ColorScale, channelsOf, cssColor, mixed } from '../../../src-renderer/charts/color-mix.ts';
import { edgesBetween, evenEdges, paintCells } from '../../../src-renderer/charts/heat-cells.ts';
import type { Drawing } from '../../../src-renderer/charts/svg-context.ts';

/** Writes down what is filled. */
function recorder() {
  const filled: [color: string, x: number, y: number, width: number, height: number][] = [];
  const context = {
    fillStyle: '',
    fillRect(x: number, y: number, width: number, height: number): void {
      filled.push([this.fillStyle, x, y, width, height]);
    },
  };
  return { filled, context: context as unknown as Drawing };
}

describe('cells of colour', () => {
  const edges = { x: evenEdges(0, 20, 2), y: evenEdges(30, 0, 3) };

  it('of the same colour above each other are one rectangle', () => {
    const { filled, context } = recorder();
    paintCells(context, edges, (column, row) => (column === 0 ? 'red' : row === 2 ? 'blue' : 'green'));
    expect(filled.map(([color]) => color)).toEqual(['red', 'green', 'blue']);
    expect(filled[0]).toEqual(['red', 0, 0, 10.5, 30]);
  });

  it('may be empty', () => {
    const { filled, context } = recorder();
    paintCells(context, edges, (column, row) => (column === 1 && row === 1 ? 'red' : null));
    expect(filled).toEqual([['red', 10, 9.5, 10, 10.5]]);
  });

  it('lie on whole pixels', () => {
    expect([...evenEdges(0, 10, 3)]).toEqual([0, 3, 7, 10]);
    expect([...edgesBetween([0, 3, 10], 0, 10)]).toEqual([0, 2, 7, 10]);
    expect([...edgesBetween([4], 0, 10)]).toEqual([0, 10]);
  });
});

describe('a scale of colours', () => {
  it('goes through its stops and ends at its ends', () => {
    const scale = new ColorScale(['#000000', '#808080', '#ffffff'], 5);
    expect([-1, 0, 0.5, 1, 7].map((share) => scale.at(share))).toEqual([
      '#000000',
      '#000000',
      '#808080',
      '#ffffff',
      '#ffffff',
    ]);
  });

  it('mixes channel by channel', () => {
    expect(cssColor(mixed(channelsOf('#000000'), channelsOf('#0a64ff'), 0.5))).toBe('#053280');
  });
});
