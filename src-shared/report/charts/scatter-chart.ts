import { element, type Markup } from '../markup.ts';
import { rangeOf } from './axis.ts';
import { line, number, plotMarkup, plotOver } from './plot-frame.ts';

const SIZE = { width: 330, height: 300 };
/** More points than this lie on each other. */
const MOST_POINTS = 1_500;

/** Answers against what is true, in raw units, with the line on which both are the same. Shapes: truth and answers [N]. */
export function scatterChart(
  title: string,
  name: string,
  truth: Float64Array,
  answers: Float64Array,
): Markup {
  const range = rangeOf([...truth, ...answers]);
  const settings = {
    ...SIZE,
    x: { ...range, kind: 'linear', label: `${name}: true`, isWhole: false },
    y: { ...range, kind: 'linear', label: 'answer of the model' },
  } as const;
  const plot = plotOver(settings);
  const { x, y } = plot;
  const every = Math.ceil(truth.length / MOST_POINTS);
  const d = Array.from(truth, (value, n) => ({ left: x.place(value), top: y.place(answers[n]!) }))
    .filter(({ left, top }, n) => n % every === 0 && Number.isFinite(left) && Number.isFinite(top))
    .map(({ left, top }) => `M${number(left)} ${number(top)}h0`);
  return plotMarkup(
    plot,
    settings,
    title,
    line(x.place(range.low), y.place(range.low), x.place(range.high), y.place(range.high), 'mark'),
    element('path', { d: d.join(''), class: 'points' }),
  );
}
