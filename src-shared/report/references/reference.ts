/** A work that a report names. */
export interface Reference {
  readonly kind: 'article' | 'inproceedings' | 'incollection' | 'book' | 'misc';
  /** "Surname, Initials" */
  readonly authors: readonly string[];
  readonly year: number;
  readonly title: string;
  /** Where it appeared, by the fields of BibTeX. */
  readonly where: Readonly<
    Partial<
      Record<'journal' | 'booktitle' | 'publisher' | 'volume' | 'number' | 'pages' | 'howpublished', string>
    >
  >;
}

/** At the International Conference on Learning Representations. */
export function iclr(year: number): Reference['where'] {
  return { booktitle: `International Conference on Learning Representations (ICLR ${String(year)})` };
}

/** At the International Conference on Machine Learning. */
export function icml(year: number, pages: string): Reference['where'] {
  return { booktitle: `International Conference on Machine Learning (ICML ${String(year)})`, pages };
}
