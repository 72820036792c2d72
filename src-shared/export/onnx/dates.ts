import type { GraphBuilder } from '../../onnx/graph-builder.ts';
import type { Cycle } from '../../model/features.ts';

/** How far into its day, week (from Monday) or year days since 1970-01-01 are: 0 up to 1, of the same shape. */
export function placeInCycle(graph: GraphBuilder, cycle: Cycle, days: string): string {
  switch (cycle) {
    case 'day':
      return fraction(graph, days, 'place_in_day');
    case 'week': {
      // 1970-01-01 was a Thursday, three days after a Monday.
      const fromMonday = graph.add('Add', [days, graph.scalar(3)]);
      return fraction(graph, graph.add('Div', [fromMonday, graph.scalar(7)]), 'place_in_week');
    }
    case 'year':
      return placeInYear(graph, days);
  }
}

function fraction(graph: GraphBuilder, value: string, name: string): string {
  return graph.add('Sub', [value, graph.add('Floor', [value])], { name });
}

/** The year is guessed from the mean length of one, and put right where its first or last day was missed. */
function placeInYear(graph: GraphBuilder, days: string): string {
  const one = graph.scalar(1);
  const guess = graph.add('Floor', [
    graph.add('Add', [graph.add('Div', [days, graph.scalar(365.2425)]), graph.scalar(1970)]),
  ]);
  const isLate = graph.add('Greater', [yearStart(graph, guess), days]);
  const notLate = graph.add('Where', [isLate, graph.add('Sub', [guess, one]), guess]);
  const next = graph.add('Add', [notLate, one]);
  const isEarly = graph.add('LessOrEqual', [yearStart(graph, next), days]);
  const year = graph.add('Where', [isEarly, next, notLate], { name: 'year' });
  const from = yearStart(graph, year);
  const to = yearStart(graph, graph.add('Add', [year, one]));
  return graph.add('Div', [graph.add('Sub', [days, from]), graph.add('Sub', [to, from])], {
    name: 'place_in_year',
  });
}

/** Days from 1970-01-01 to the first day of a year of the Gregorian calendar; 477 are the leap days before 1970. */
function yearStart(graph: GraphBuilder, year: string): string {
  const before = graph.add('Sub', [year, graph.scalar(1)]);
  const every = (years: number): string =>
    graph.add('Floor', [graph.add('Div', [before, graph.scalar(years)])]);
  const common = graph.add('Mul', [graph.add('Sub', [year, graph.scalar(1970)]), graph.scalar(365)]);
  const leapDays = graph.add('Add', [graph.add('Sub', [every(4), every(100)]), every(400)]);
  const sum = graph.add('Add', [common, leapDays]);
  return graph.add('Sub', [sum, graph.scalar(477)], { name: 'year_start' });
}
