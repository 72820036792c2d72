import { describe, expect, it } from 'vitest';
import { STATIC_CHECKS } from '../../../scripts/lib/static-checks.mjs';
import { planTests } from '../../../scripts/lib/test-plan.mjs';

describe('planTests', () => {
  it('runs everything when nothing is named', () => {
    expect(planTests([])).toEqual({ checks: STATIC_CHECKS, unit: true, e2e: true, long: false });
  });

  it('runs everything, but long', () => {
    expect(planTests(['--long'])).toEqual({ checks: STATIC_CHECKS, unit: true, e2e: true, long: true });
  });

  it('runs a named part only', () => {
    expect(planTests(['unit'])).toEqual({ checks: [], unit: true, e2e: false, long: false });
    expect(planTests(['static'])).toEqual({ checks: STATIC_CHECKS, unit: false, e2e: false, long: false });
  });

  it('runs a named check, or all of a kind', () => {
    expect(planTests(['lint-window']).checks.map(({ name }) => name)).toEqual(['lint-window']);
    const types = planTests(['types']).checks.map(({ name }) => name);
    expect(types.length).toBeGreaterThan(1);
    expect(types.every((name) => name.startsWith('types-'))).toBe(true);
  });

  it('refuses a part that does not exist', () => {
    expect(() => planTests(['unti'])).toThrow('no part of the tests called unti');
  });
});
