/** Set by the end-to-end tests: no dialog may wait for a person. Nothing that guards the app depends on it. */
export function isTest(): boolean {
  return process.env.NINESTEP_TEST === '1';
}

/** How long a process may be silent: tests cannot wait for what a person would. In seconds. */
export function testPatience(): number | null {
  const seconds = Number(process.env.NINESTEP_TEST_PATIENCE);
  return isTest() && seconds > 0 ? seconds : null;
}
