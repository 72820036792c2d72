import type { Method } from './samples.ts';

/** The statistics that were used, by name, with where they come from. */
export const METHODS: Readonly<Record<Method, { name: string; source: string }>> = {
  paired: {
    name: 'Paired t-test on the differences of each seed, two-sided',
    source: 'Student 1908, “The Probable Error of a Mean”',
  },
  resampled: {
    name: 'Corrected resampled t-test on the differences of each repetition, two-sided',
    source: 'Nadeau & Bengio 2003, “Inference for the Generalization Error”',
  },
  welch: {
    name: 'Welch’s t-test of the two, each with its own scatter, two-sided',
    source: 'Welch 1947, “The Generalization of Student’s Problem…”',
  },
};

/** What an effect of this size is commonly called. Source: Cohen 1988, "Statistical Power Analysis…", 2nd ed. */
export function effectWord(effect: number): string {
  const size = Math.abs(effect);
  if (size < 0.2) return 'hardly any';
  if (size < 0.5) return 'small';
  return size < 0.8 ? 'medium' : 'large';
}
