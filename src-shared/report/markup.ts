/** Markup that `element` made, so that whatever people typed can only be text within it. */
export interface Markup {
  readonly markup: string;
}

/** What may stand within an element: text is escaped, nothing is left out. */
export type Content = Markup | string | number | null | false | readonly Content[];

type Attributes = Readonly<Record<string, string | number | null | false>>;

/** Elements of HTML that have no content. */
const VOID = new Set(['meta', 'br']);

/** An element of HTML or SVG. Attributes that are null or false are left out. */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
  const start = `<${name}${attributesText(attributes)}`;
  if (VOID.has(name)) return { markup: `${start} />` };
  return { markup: `${start}>${contentText(content)}</${name}>` };
}

/** An element without attributes. */
export function plain(name: string, ...content: readonly Content[]): Markup {
  return element(name, {}, ...content);
}

/**
 * An element whose text is no markup: a style sheet, or data. Throws where the text would end it.
 * Source: HTML Living Standard, 13.1.2 "raw text elements".
 */
export function rawElement(name: 'style' | 'script', attributes: Attributes, text: string): Markup {
  if (text.includes('<')) throw new Error(`The text of a ${name} element must not hold "<".`);
  return { markup: `<${name}${attributesText(attributes)}>${text}</${name}>` };
}

function attributesText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => (value === null || value === false ? '' : ` ${name}="${escaped(String(value))}"`))
    .join('');
}

function contentText(content: readonly Content[]): string {
  return content.map(textOf).join('');
}

function textOf(content: Content): string {
  if (content === null || content === false) return '';
  if (typeof content === 'string') return escaped(content);
  if (typeof content === 'number') return String(content);
  return 'markup' in content ? content.markup : contentText(content);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text as it may stand in an element or in an attribute in double quotes. What no document may hold (control characters,
 * halves of surrogate pairs), and what turns the direction of the text around it, is shown by its number.
 */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character]!)
    .replace(
      /[\p{Cs}\p{Bidi_Control}\ufffe\uffff]|(?![\t\n])\p{Cc}/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
