/** Copies numbers with all their digits: on the screen they are rounded, in `<data value>` they are whole. */
export function copyFullPrecision(event: ClipboardEvent): void {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed || event.clipboardData === null) return;
  const fragment = selection.getRangeAt(0).cloneContents();
  const numbers = fragment.querySelectorAll<HTMLDataElement>('data[value]');
  if (numbers.length === 0) return;
  for (const number of numbers) number.textContent = number.value;
  event.clipboardData.setData('text/plain', fragmentText(fragment));
  event.preventDefault();
}

/** Rows of a table become lines, cells become tabs: what a spreadsheet takes. */
function fragmentText(fragment: DocumentFragment): string {
  const rows = [...fragment.querySelectorAll('tr')];
  if (rows.length === 0) return tidy(fragment.textContent);
  return rows.map((row) => [...row.children].map((cell) => tidy(cell.textContent)).join('\t')).join('\n');
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
