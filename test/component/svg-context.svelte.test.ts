import { describe, expect, it } from 'vitest';
import { SvgContext } from '../../src-renderer/charts/svg-context.ts';

const RULER = { font: '', measureText: (text: string) => ({ width: 6 * text.length }) as TextMetrics };

/** The elements that drawing leaves, without the frame of the file. */
function drawn(draw: (context: SvgContext) => void): Element[] {
  const context = new SvgContext(RULER);
  draw(context);
  const file = new DOMParser().parseFromString(context.document(100, 50), 'image/svg+xml');
  expect(file.documentElement.getAttribute('viewBox')).toBe('0 0 100 50');
  return [...file.documentElement.children];
}

describe('a chart drawn as SVG', () => {
  it('has its lines as paths, dashed and coloured as they were drawn', () => {
    const [path] = drawn((context) => {
      context.strokeStyle = '#0072b280';
      context.lineWidth = 2;
      context.setLineDash([6, 3]);
      context.beginPath();
      context.moveTo(1.234, 2);
      context.lineTo(3, 4);
      context.stroke();
    });
    expect(path?.getAttribute('d')).toBe('M1.23 2L3 4');
    expect(path?.getAttribute('stroke')).toBe('#0072b2');
    expect(path?.getAttribute('stroke-opacity')).toBe('0.5');
    expect(path?.getAttribute('stroke-dasharray')).toBe('6 3');
    expect(path?.getAttribute('fill')).toBe('none');
  });

  it('has its words as text, whatever they hold, and at their baseline', () => {
    const [text] = drawn((context) => {
      context.font = '600 10px Inter, sans-serif';
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText('a <b> & "c"', 50, 20);
    });
    expect(text?.textContent).toBe('a <b> & "c"');
    expect(text?.getAttribute('font-weight')).toBe('600');
    expect(text?.getAttribute('font-family')).toBe('Inter, sans-serif');
    expect(text?.getAttribute('text-anchor')).toBe('end');
    expect(text?.getAttribute('y')).toBe('23.5');
  });

  it('cuts off what lies outside of a clip, until it is taken back', () => {
    const [defs, inside, outside] = drawn((context) => {
      context.save();
      context.beginPath();
      context.rect(0, 0, 10, 10);
      context.clip();
      context.fillRect(0, 0, 99, 99);
      context.restore();
      context.fillRect(1, 1, 2, 2);
    });
    expect(defs?.querySelector('clipPath path')?.getAttribute('d')).toBe('M0 0h10v10h-10Z');
    expect(inside?.getAttribute('clip-path')).toBe(`url(#${defs?.firstElementChild?.id ?? ''})`);
    expect(outside?.tagName).toBe('rect');
  });

  it('moves and turns what is drawn after it', () => {
    const [text] = drawn((context) => {
      context.save();
      context.translate(5, 6);
      context.rotate(-Math.PI / 2);
      context.fillText('up', 0, 0);
      context.restore();
    });
    expect(text?.getAttribute('transform')).toBe('matrix(0 -1 1 0 5 6)');
  });

  it('gives everything back that was saved', () => {
    const context = new SvgContext(RULER);
    context.save();
    context.fillStyle = '#ff0000';
    context.lineWidth = 9;
    context.globalAlpha = 0.5;
    context.restore();
    expect(context).toMatchObject({ fillStyle: '#000000', lineWidth: 1, globalAlpha: 1 });
  });

  it('draws a whole circle', () => {
    const [dot] = drawn((context) => {
      context.beginPath();
      context.arc(10, 10, 2, 0, 2 * Math.PI);
      context.fill();
    });
    expect(dot?.getAttribute('d')).toBe('M12 10A2 2 0 0 1 8 10A2 2 0 0 1 12 10');
  });
});
