import { NETWORK_REFERENCES } from './network-references.ts';
import type { Reference } from './reference.ts';
import { TRAINING_REFERENCES } from './training-references.ts';

const REFERENCES = { ...NETWORK_REFERENCES, ...TRAINING_REFERENCES };

export type ReferenceKey = keyof typeof REFERENCES;

/** Works that a text names, each once. */
export class Bibliography {
  private readonly keys = new Set<ReferenceKey>();

  /** "(Kingma & Ba, 2015)", for the text; from then on the work is among those that are named. */
  cite(...keys: readonly ReferenceKey[]): string {
    for (const key of keys) this.keys.add(key);
    return `(${keys.map((key) => shortText(REFERENCES[key])).join('; ')})`;
  }

  /** By key, in the order of their authors. */
  named(): [ReferenceKey, Reference][] {
    return [...this.keys].sort().map((key) => [key, REFERENCES[key]]);
  }
}

/** "He et al., 2015" */
function shortText({ authors, year }: Reference): string {
  const [first = '', second = ''] = authors.map((author) => author.split(',', 1)[0] ?? '');
  const names =
    authors.length === 1 ? first : authors.length === 2 ? `${first} & ${second}` : `${first} et al.`;
  return `${names}, ${String(year)}`;
}

/** A work as it stands in a list. */
export function referenceText({ authors, year, title, where }: Reference): string {
  const { journal, booktitle, publisher, volume, number, pages, howpublished } = where;
  const issue = volume === undefined ? '' : ` ${volume}${number === undefined ? '' : `(${number})`}`;
  const place = [booktitle ?? `${journal ?? howpublished ?? ''}${issue}`, pages, publisher].filter(
    (part) => part !== undefined && part !== '',
  );
  return `${authors.join(', ')} (${String(year)}). ${title}. ${place.join(', ')}.`;
}

/** A work as an entry of BibTeX. */
export function referenceBibtex(key: string, { kind, authors, year, title, where }: Reference): string {
  return bibtexEntry(kind, key, { author: authors.join(' and '), title, ...where, year: String(year) });
}

/** An entry of BibTeX: what people typed is escaped, capitals keep their size. */
export function bibtexEntry(kind: string, key: string, fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(
    ([name, value]) => `  ${name.padEnd(12)} = {${bibtexText(name, value)}},`,
  );
  return [`@${kind}{${key},`, ...lines, '}'].join('\n');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
};

function bibtexText(name: string, value: string): string {
  const text = value
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/[\\~^–&%$#_{}]/g, (character) => LATEX[character] ?? `\\${character}`);
  return name === 'title' ? `{${text}}` : text;
}
