import { plain, element } from '../markup.ts';
import { referenceBibtex, referenceText } from '../references/bibliography.ts';
import { citationsOf } from '../references/own-citations.ts';
import type { ReportSubject } from '../report-subject.ts';
import type { Methods } from '../words/methods.ts';
import { titleOf } from './head.ts';
import type { Section } from './section.ts';

/** Text for a paper. */
export function methodsSection({ paragraphs }: Methods): Section {
  return {
    id: 'methods',
    title: 'Methods, ready for a paper',
    content: [
      element(
        'div',
        { class: 'methods' },
        ...paragraphs.map(([heading, text]) => plain('p', plain('b', `${heading}. `), text)),
      ),
    ],
  };
}

/** The works that the text names, and how to cite the run. */
export function citationSection(subject: ReportSubject, { bibliography }: Methods): Section {
  const named = bibliography.named();
  const entries = [
    ...citationsOf(subject, titleOf(subject)),
    ...named.map(([key, work]) => referenceBibtex(key, work)),
  ];
  return {
    id: 'citation',
    title: 'References and citation',
    content: [
      named.length > 0 &&
        element('ol', { class: 'references' }, ...named.map(([, work]) => plain('li', referenceText(work)))),
      plain('h3', 'BibTeX'),
      plain('pre', entries.join('\n\n')),
    ],
  };
}
