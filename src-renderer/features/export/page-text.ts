/** Of the text: `$` would be the end of a line. */
const END = String.raw`(?![\s\S])`;
const UNSEEN = new RegExp(
  String.raw`<!--[\s\S]*?(?:-->|${END})|<(style|script|head)\b[\s\S]*?(?:<\/\1>|${END})`,
  'gi',
);
const DRAWING = new RegExp(String.raw`<svg\b[\s\S]*?(?:<\/svg>|${END})`, 'gi');
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

/**
 * What a page says, without its markup, where no page may be shown: a line a paragraph, a heading, a row of a table. Drawings are
 * told by their titles. A page that was cut does no harm.
 */
export function pageText(html: string): string {
  return html
    .replaceAll(UNSEEN, '')
    .replaceAll(
      DRAWING,
      (drawing) => `<p>[Drawing: ${/<title[^>]*>([^<]*)/.exec(drawing)?.[1] ?? 'no title'}]</p>`,
    )
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<h[1-6]\b[^>]*>/gi, '\n\n')
    .replaceAll(/<li\b[^>]*>/gi, '\n• ')
    .replaceAll(/<\/(?:td|th|dt)> *(?=<t[dh]\b|<dd\b)/gi, '\t')
    .replaceAll(/<\/(?:strong|b|span|em|code)>(?=<(?:strong|b|span|em|code)\b)/gi, ' ')
    .replaceAll(/<br\b[^>]*>|<\/(?:p|h[1-6]|tr|caption|dd|figcaption|section|header|pre|div)>/gi, '\n')
    .replaceAll(/<[^>]*(?:>|$)/g, '')
    .replaceAll(/&(#x?[\da-f]+|\w+);/gi, (entity, name: string) => characterOf(name) ?? entity)
    .replaceAll(/ *\n */g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES.get(name);
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
