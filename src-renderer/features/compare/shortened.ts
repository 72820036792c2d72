/** A name of at most so many characters, cut in the middle: its end tells names apart. For drawings, where no style does it. */
export function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const tail = Math.min(8, Math.floor(most / 3));
  return `${name.slice(0, most - tail - 1)}…${name.slice(-tail)}`;
}
