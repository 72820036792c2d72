import { ParseError, render } from 'katex';

/** What TeX would read as commands, by how it is written as text. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
};

/** Any text, such as the name of a column, as upright text inside a formula. */
export function texText(text: string): string {
  return `\\text{${text.replace(/[\\{}$&#%_^~]/g, (sign) => ESCAPES[sign] ?? sign)}}`;
}

/** Typesets a formula into `node`; one that TeX cannot read stands there as it is written. */
export function typeset(
  node: HTMLElement,
  tex: string,
  { display, isLabelled }: { display: boolean; isLabelled: boolean },
): void {
  try {
    // Nodes, not text with tags: the page's policy allows no styles written into HTML.
    const output = isLabelled ? 'html' : 'htmlAndMathml';
    render(tex, node, { displayMode: display, output, strict: 'ignore' });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    node.textContent = tex;
  }
}

/** A formula that is wider than its place is moved by the keyboard, too; one that fits is no stop on the way. */
export function reachWhenWide(node: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    if (node.scrollWidth > node.clientWidth) node.tabIndex = 0;
    else node.removeAttribute('tabindex');
  });
  observer.observe(node);
  return () => observer.disconnect();
}
