/** Set by the end-to-end tests: no dialog may wait for a person. Nothing that guards the app depends on it. */
export function isTest(): boolean {
  return process.env.NINESTEP_TEST === '1';
}
