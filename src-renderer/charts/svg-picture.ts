import { readColors } from './chart-look.ts';
import { contextOf, makeCanvas, type Picture, PIXEL_RATIO, pngBytes } from './picture.ts';

/** What style sheets say about a drawing; in a file of its own it has to say so itself. */
const PROPERTIES = [
  'display',
  'visibility',
  'opacity',
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;

/** A picture of a drawing that the page shows as SVG, at the size that it has there. */
export function svgPicture(element: SVGSVGElement): Picture {
  const svg = (): string => standAlone(element);
  return { svg, png: () => rasterise(svg(), element.getBoundingClientRect()) };
}

function standAlone(element: SVGSVGElement): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const { width, height } = element.getBoundingClientRect();
  const shown = [element, ...element.querySelectorAll('*')];
  for (const [k, target] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const source = shown[k];
    if (source !== undefined) takeStyle(source, target);
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  if (!copy.hasAttribute('viewBox')) {
    copy.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`);
  }
  copy.prepend(background(copy));
  return new XMLSerializer().serializeToString(copy);
}

function takeStyle(source: Element, target: Element): void {
  const style = getComputedStyle(source);
  for (const name of PROPERTIES) {
    const value = style.getPropertyValue(name);
    if (value !== '') target.setAttribute(name, value);
  }
  target.removeAttribute('class');
  target.removeAttribute('style');
}

function background(svg: SVGSVGElement): SVGRectElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const [x = '0', y = '0', width = '0', height = '0'] = svg.getAttribute('viewBox')?.split(/[\s,]+/) ?? [];
  for (const [name, value] of Object.entries({ x, y, width, height })) rect.setAttribute(name, value);
  rect.setAttribute('fill', readColors('--text').surface);
  return rect;
}

async function rasterise(svg: string, { width, height }: DOMRect): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = makeCanvas(width * PIXEL_RATIO, height * PIXEL_RATIO);
  contextOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
  return pngBytes(canvas);
}
