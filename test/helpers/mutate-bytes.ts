import type { Random } from '@shared/core/random.ts';

/** A few bytes changed, taken out, put in or cut off. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Uint8Array.from(bytes);
  for (let change = 0; change <= random.below(4); change++) {
    const place = random.below(mutated.length + 1);
    switch (random.below(5)) {
      case 0:
        mutated[place] = random.below(256);
        break;
      case 1:
        mutated[place] = mutated[place]! ^ (1 << random.below(8));
        break;
      case 2:
        mutated = mutated.slice(0, place);
        break;
      case 3:
        mutated = Uint8Array.of(...mutated.subarray(0, place), random.below(256), ...mutated.subarray(place));
        break;
      default:
        mutated = Uint8Array.of(...mutated.subarray(0, place), ...mutated.subarray(place + random.below(20)));
    }
  }
  return mutated;
}
