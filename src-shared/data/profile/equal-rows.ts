const FREE = -1;

/**
 * For every row the first row that has the same values in all columns; its own place where it is the first. Missing
 * values are equal to each other. Linear in the cells: rows are hashed, and those with equal hashes are compared.
 */
export function firstEqualRows(columns: readonly Float64Array[], rows: number): Int32Array {
  const hashes = hashRows(columns, rows);
  const size = 2 ** Math.ceil(Math.log2(2 * rows + 2));
  const places = new Int32Array(size).fill(FREE);
  const first = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let place = hashes[row]! & (size - 1);
    for (;;) {
      const other = places[place]!;
      if (other === FREE) {
        places[place] = row;
        first[row] = row;
        break;
      }
      if (hashes[other] === hashes[row] && areEqual(columns, other, row)) {
        first[row] = other;
        break;
      }
      place = (place + 1) & (size - 1);
    }
  }
  return first;
}

/** Column by column, as they lie in memory. */
function hashRows(columns: readonly Float64Array[], rows: number): Uint32Array {
  const hashes = new Uint32Array(rows).fill(0x811c9dc5);
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  for (const values of columns) {
    for (let row = 0; row < rows; row++) {
      // −0 and 0 are equal, and so must be their hashes.
      number[0] = values[row]! + 0;
      const isMissing = number[0] !== number[0];
      hashes[row] = mix(mix(hashes[row]!, isMissing ? 1 : words[0]!), isMissing ? 1 : words[1]!);
    }
  }
  return hashes;
}

/** One round of MurmurHash3 (Appleby 2011) with its last step, so that no bits stay behind. */
function mix(hash: number, word: number): number {
  let scrambled = Math.imul(word, 0xcc9e2d51);
  scrambled = Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593);
  const joined = hash ^ scrambled;
  const turned = (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) | 0;
  return turned ^ (turned >>> 16);
}

function areEqual(columns: readonly Float64Array[], one: number, other: number): boolean {
  return columns.every((values) => {
    const [a, b] = [values[one]!, values[other]!];
    return a === b || (Number.isNaN(a) && Number.isNaN(b));
  });
}
