import { element, plain, rawElement } from '@shared/report/markup.ts';
import { findMalformed } from '@shared/report/well-formed.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { pageText } from '../../helpers/report-subjects.ts';

/** What people call things who mean harm, or have seen much. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '"\'&<>',
  ']]>',
  '<!-- -->',
  '</td>',
  '&lt;',
  '\u202e\u0000\ud800',
  '${x}',
];
const texts = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.string());

describe('markup', () => {
  it(`makes text of whatever people typed, in elements and attributes (seed ${String(SEED)})`, () => {
    fc.assert(
      fc.property(texts, texts, (content, attribute) => {
        const page = `<!doctype html>${element('p', { title: attribute }, plain('b', 'x'), content).markup}`;
        expect(findMalformed(page)).toBeNull();
        expect(page.match(/<[^>]*>/g)).toHaveLength(5);
      }),
      { seed: SEED, numRuns: campaignSize(500, 50_000) },
    );
  });

  it.each(HOSTILE.slice(0, 6))('shows %j as it is', (text) => {
    expect(pageText(plain('p', text).markup)).toBe(` ${text} `);
  });

  it('shows by their numbers what no page may hold and what would turn the text around it', () => {
    expect(plain('p', 'a\u202eb\u0000c\ud800').markup).toBe('<p>a\\u202eb\\u0000c\\ud800</p>');
  });

  it('keeps letters of all languages, and line ends', () => {
    expect(plain('p', 'Größe\n🙂 名').markup).toBe('<p>Größe\n🙂 名</p>');
  });

  it('leaves out attributes and content that are not there', () => {
    expect(element('p', { class: null, id: false, lang: 'en' }, null, false, 3).markup).toBe(
      '<p lang="en">3</p>',
    );
  });

  it('refuses a style sheet that would end itself', () => {
    expect(() => rawElement('style', {}, '</style><script>')).toThrow('must not hold');
  });
});

describe('a page that is checked', () => {
  const whole = `<!doctype html>${plain('html', plain('p', 'a & b', element('br', {})), rawElement('style', {}, 'a > b {}')).markup}`;

  it('is well formed as it was made', () => {
    expect(findMalformed(whole)).toBeNull();
  });

  it('is found out wherever it is cut off', () => {
    for (let end = 0; end < whole.length; end++)
      expect(findMalformed(whole.slice(0, end)), String(end)).not.toBeNull();
  });

  it.each([
    ['an element that is not closed in its turn', '<!doctype html><p><b></p></b>'],
    ['a sign that is no text', '<!doctype html><p>a < b</p>'],
    ['an ampersand that is no text', '<!doctype html><p>a & b</p>'],
    ['an attribute without quotes', '<!doctype html><p id=a></p>'],
    ['no document', '<p></p>'],
  ])('is refused with %s', (_, page) => {
    expect(findMalformed(page)).not.toBeNull();
  });
});
