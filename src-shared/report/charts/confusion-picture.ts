import type { ClassesEvaluation } from '../../model/evaluation.ts';
import { elided } from '../figure-text.ts';
import { element, type Markup } from '../markup.ts';
import { drawing, number, text } from './plot-frame.ts';

const WIDTH = 680;
/** Room of a letter of a name, and of the words at the axes. */
const LETTER = 6.4;
const WORDS = 20;
/** A cell that is narrower has no room for a number. */
const NARROWEST_NUMBER = 30;
const LARGEST_CELL = 44;
const LONGEST_NAME = 18;
/** Names of classes that lie closer than this would lie on each other. */
const NAME_HEIGHT = 11;

/** A confusion matrix as a picture: the darker a cell, the larger its share of the rows of its true class. */
export function confusionPicture({ column, classes, confusion }: ClassesEvaluation, title: string): Markup {
  const C = classes.length;
  const names = classes.map((name) => elided(name, LONGEST_NAME));
  const left = WORDS + 10 + LETTER * Math.max(...names.map(({ length }) => length));
  const top = left;
  const cell = Math.min(LARGEST_CELL, (WIDTH - left) / C);
  const every = Math.ceil(NAME_HEIGHT / cell);
  const named = names.map((name, c) => ({ name, at: (c + 0.5) * cell, c }));
  return drawing(
    Math.max(left + C * cell + 2, left + 220),
    top + C * cell + 2,
    title,
    text(left, 12, `taken for ${elided(column, 40)}`, 'start', 'name'),
    element(
      'text',
      { 'text-anchor': 'end', class: 'name', transform: `translate(12 ${number(top)}) rotate(-90)` },
      'true class',
    ),
    ...named.flatMap(({ name, at, c }) =>
      c % every === 0
        ? [
            text(left - 5, top + at + 4, name, 'end'),
            element(
              'text',
              { transform: `translate(${number(left + at + 4)} ${number(top - 5)}) rotate(-90)` },
              name,
            ),
          ]
        : [],
    ),
    ...cells(confusion, C).map(({ truth, predicted, count, share }) =>
      cellOf(
        { x: left + predicted * cell, y: top + truth * cell, size: cell, isHit: truth === predicted },
        count,
        share,
      ),
    ),
    element('rect', { x: left, y: top, width: number(C * cell), height: number(C * cell), class: 'frame' }),
  );
}

interface ConfusionCell {
  readonly truth: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the rows that are of the true class. */
  readonly share: number;
}

/** Only those that hold rows. */
function cells(confusion: Uint32Array, C: number): ConfusionCell[] {
  const found: ConfusionCell[] = [];
  for (let truth = 0; truth < C; truth++) {
    const row = confusion.subarray(truth * C, (truth + 1) * C);
    const sum = row.reduce((total, count) => total + count, 0);
    row.forEach((count, predicted) => {
      if (count > 0) found.push({ truth, predicted, count, share: count / sum });
    });
  }
  return found;
}

interface CellPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly isHit: boolean;
}

/** A share of it is seen even where it is small. */
const FAINTEST = 0.12;
/** From here on white reads better than black. */
const DARK = 0.8;

function cellOf({ x, y, size, isHit }: CellPlace, count: number, share: number): Markup {
  const opacity = FAINTEST + (1 - FAINTEST) * share;
  return element(
    'g',
    {},
    element('rect', {
      x: number(x),
      y: number(y),
      width: number(size),
      height: number(size),
      class: isHit ? 'hit' : 'miss',
      'fill-opacity': opacity.toFixed(2),
    }),
    size >= NARROWEST_NUMBER &&
      text(x + size / 2, y + size / 2 + 4, String(count), 'middle', opacity > DARK ? 'on-dark' : 'count'),
  );
}
