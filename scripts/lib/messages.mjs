// @ts-check

/**
 * Tells the user what a script does. Always on stderr: stdout belongs to the program that is being run,
 * so that `npm run --silent ninestep -- predict … > answers.csv` holds answers only.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** A set-up step that failed for a reason the user can act on: what happened, where, what to do next. */
export class SetupError extends Error {
  /**
   * @param {string} what
   * @param {{ where: string, todo: string }} detail
   */
  constructor(what, detail) {
    super(what);
    this.name = 'SetupError';
    this.where = detail.where;
    this.todo = detail.todo;
  }
}

/**
 * The message of a failed step. Anything but a SetupError is a bug of ours and keeps its stack.
 * @param {unknown} thrown
 * @returns {string}
 */
export function describeFailure(thrown) {
  if (thrown instanceof SetupError) {
    return `${thrown.message}\n  Where: ${thrown.where}\n  What to do: ${thrown.todo}`;
  }
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
}
