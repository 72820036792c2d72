import { encodeBase64 } from '../core/base64.ts';
import { sha256BytesOfText } from '../core/sha256.ts';
import { embeddedMarkup } from './embedded.ts';
import { elided } from './figure-text.ts';
import { figuresOf } from './figures.ts';
import { element, type Markup, plain, rawElement } from './markup.ts';
import { reportCss } from './report-css.ts';
import type { ReportSubject } from './report-subject.ts';
import { allTables, reportTables } from './report-tables.ts';
import { casesSection } from './sections/cases-section.ts';
import { dataSection } from './sections/data-section.ts';
import { filesSection } from './sections/files-section.ts';
import { headMarkup, titleOf } from './sections/head.ts';
import { citationSection, methodsSection } from './sections/methods-section.ts';
import { networkSection } from './sections/network-section.ts';
import { provenanceSection } from './sections/provenance-section.ts';
import { resultsSection } from './sections/results-section.ts';
import { type Section, sectionMarkup } from './sections/section.ts';
import { trainingSection } from './sections/training-section.ts';
import { methodsOf } from './words/methods.ts';

const LONGEST_HEADER = 80;

/**
 * A report of a trained model as one HTML file that needs nothing else: no scripts, no resources, and a policy of its own that
 * forbids them. The same subject gives the same bytes.
 */
export function htmlReport(subject: ReportSubject): string {
  const figures = figuresOf(subject);
  const tables = reportTables(subject, figures);
  const methods = methodsOf(subject, figures);
  const sections = [
    dataSection(subject, tables.columns),
    networkSection(subject, tables.layers),
    trainingSection(subject, tables.settings),
    resultsSection(subject, figures),
    casesSection(subject),
    methodsSection(methods),
    citationSection(subject, methods),
    provenanceSection(subject),
    filesSection(allTables(tables)),
  ];
  const page = element(
    'html',
    { lang: 'en' },
    headOf(subject),
    plain(
      'body',
      headMarkup(subject, figures),
      contents(sections),
      plain('main', ...sections.map(sectionMarkup)),
      embeddedMarkup(subject),
    ),
  );
  return `<!doctype html>${page.markup}\n`;
}

function headOf(subject: ReportSubject): Markup {
  const title = titleOf(subject);
  const css = reportCss(`${elided(title, LONGEST_HEADER)} – Ninestep report`);
  return plain(
    'head',
    element('meta', { charset: 'utf-8' }),
    // Only this very style sheet: whatever else might get in does nothing.
    element('meta', {
      'http-equiv': 'Content-Security-Policy',
      content: `default-src 'none'; style-src 'sha256-${encodeBase64(sha256BytesOfText(css))}'; base-uri 'none'; form-action 'none'`,
    }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'generator', content: `Ninestep ${subject.version}` }),
    plain('title', `${title} – Ninestep report`),
    rawElement('style', {}, css),
  );
}

function contents(sections: readonly Section[]): Markup {
  const entries = sections.map(({ id, title }) => plain('li', element('a', { href: `#${id}` }, title)));
  return element('nav', { 'aria-label': 'Contents' }, plain('ol', ...entries));
}
