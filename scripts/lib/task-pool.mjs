// @ts-check

/**
 * Runs tasks a few at a time, in order of the list.
 * @param {readonly (() => Promise<void>)[]} tasks
 * @param {number} atOnce
 * @returns {Promise<void>}
 */
export async function runPool(tasks, atOnce) {
  const waiting = [...tasks];
  const worker = async () => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) await task();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
