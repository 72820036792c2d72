/** A content that shows when part of it is missing, or mixed with another one. */
export function atomicContent(number: number): string {
  return `${String(number)}\n`.repeat(20_000);
}

/** The number of a whole content; throws at a torn one. */
export function readAtomicContent(text: string): number {
  const number = Number(text.slice(0, text.indexOf('\n')));
  if (text !== atomicContent(number)) throw new Error(`Torn: ${String(text.length)} characters.`);
  return number;
}
