// @ts-check

/**
 * Deals a list out like cards, there and back again, so that a list in order of size gives shares of about one size.
 * @template Item
 * @param {readonly Item[]} items
 * @param {number} shares
 * @returns {Item[][]}
 */
export function shareOut(items, shares) {
  /** @type {Item[][]} */
  const dealt = Array.from({ length: shares }, () => []);
  items.forEach((item, k) => {
    const place = k % (2 * shares);
    dealt[Math.min(place, 2 * shares - 1 - place)]?.push(item);
  });
  return dealt;
}
