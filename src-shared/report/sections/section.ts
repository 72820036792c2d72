import { type Content, element, type Markup, plain } from '../markup.ts';

/** One part of a report; `id` is what the contents lead to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: readonly Content[];
}

export function sectionMarkup({ id, title, content }: Section): Markup {
  const heading = `${id}-title`;
  return element(
    'section',
    { id, 'aria-labelledby': heading },
    element('h2', { id: heading }, title),
    ...content,
  );
}

/** A drawing with what it shows. */
export function figure(drawing: Markup, caption: string): Markup {
  return plain('figure', drawing, plain('figcaption', caption));
}

/** Names and what they stand for, those without a value left out. */
export function definitions(entries: readonly (readonly [name: string, value: Content])[]): Markup {
  const told = entries.filter(([, value]) => value !== null && value !== '');
  return plain('dl', ...told.flatMap(([name, value]) => [plain('dt', name), plain('dd', value)]));
}
