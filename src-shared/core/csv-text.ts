/**
 * A text as a cell of CSV (RFC 4180): quoted where it must be. One that a spreadsheet would take for a formula gets an
 * apostrophe before it (OWASP, "CSV injection").
 */
export function csvText(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
