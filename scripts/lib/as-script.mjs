// @ts-check
import { ensureDependencies } from '../ensure-dependencies.mjs';
import { describeFailure, say } from './messages.mjs';

/**
 * Does what a script of the project is for, with the packages it needs; where that fails, says why and ends with 1.
 * @param {() => void | Promise<void>} work
 */
export async function asScript(work) {
  try {
    await ensureDependencies();
    await work();
  } catch (error) {
    say(describeFailure(error));
    process.exitCode = 1;
  }
}
