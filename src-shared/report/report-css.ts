import { CHART_CSS, DARK, LIGHT } from './charts/chart-css.ts';

/**
 * How a report looks on a screen and on paper. `header` stands above every page that is printed, where the browser knows
 * boxes in the margins of pages.
 */
export function reportCss(header: string): string {
  return `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
html { background: var(--sunken); }
body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 3rem 4rem; background: var(--surface); color: var(--text);
  font: 15px/1.55 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0.2rem 0 0.4rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 0.6rem; padding-top: 0.8rem; border-top: 1px solid var(--grid); }
h3 { font-size: 1.02rem; margin: 1.5rem 0 0.4rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--accent); }
.kicker { color: var(--faint); font-size: 0.85rem; letter-spacing: 0.04em; margin: 0; }
.lead { font-size: 1.08rem; color: var(--soft); }
.soft { color: var(--soft); }
.warning { border-left: 3px solid var(--test); padding: 0.2rem 0 0.2rem 0.8rem; }
nav ol { columns: 14rem; margin: 0.6rem 0; padding-left: 1.3rem; }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: 0.25rem 1.2rem; margin: 0.8rem 0; }
dt { color: var(--faint); }
dd { margin: 0; min-width: 0; }
.tiles { display: flex; flex-wrap: wrap; gap: 0.8rem; margin: 1.2rem 0; padding: 0; list-style: none; }
.tiles li { flex: 1 1 7.2rem; background: var(--sunken); border-radius: 6px; padding: 0.7rem 0.9rem; }
.tiles b { display: block; font-size: 1.35rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--soft); font-size: 0.86rem; }
.scroll { overflow-x: auto; margin: 0.8rem 0; }
table { border-collapse: collapse; font-size: 0.86rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0 0 0.3rem; }
th, td { text-align: left; vertical-align: top; padding: 0.22rem 0.9rem 0.22rem 0; border-bottom: 1px solid var(--grid); unicode-bidi: isolate; }
th { font-weight: 600; }
tbody th { font-weight: 500; }
th, td { max-width: 22rem; overflow-wrap: break-word; }
.n { text-align: right; white-space: nowrap; padding-right: 1.3rem; }
.long { min-width: 13rem; }
thead th { border-bottom: 1px solid var(--faint); color: var(--soft); }
pre, code { font: 0.82rem/1.5 ui-monospace, 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
pre { background: var(--sunken); border-radius: 6px; padding: 0.7rem 0.9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: 1rem 0; }
figcaption { color: var(--soft); font-size: 0.9rem; margin-top: 0.3rem; }
svg { display: block; max-width: 100%; height: auto; }
.charts { display: flex; flex-wrap: wrap; }
.charts > figure { width: 330px; padding-right: 14px; }
.methods p { max-width: none; }
.references li { margin: 0.3rem 0; }
${CHART_CSS}
@page { margin: 20mm 17mm 18mm;
  @top-left { content: "${cssText(header)}"; font: 8pt system-ui, sans-serif; color: #5f697b; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt system-ui, sans-serif; color: #5f697b; } }
@media print {
  html, body { background: none; }
  html { font-size: 12px; }
  p { max-width: none; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav, .files { display: none; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, .tiles, .charts > figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; width: 100%; }
  th, td { padding-right: 0.5rem; }
  thead { display: table-header-group; }
  pre { border: 1px solid var(--grid); }
  a { color: inherit; text-decoration: none; }
}
`;
}

/** What people typed as a string of CSS: all but letters and digits by number. Source: CSS Syntax 3, 4.3.7. */
function cssText(text: string): string {
  return text.replace(/[^a-zA-Z0-9 ]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `);
}
