import { tick } from 'svelte';
import type { Workbench } from './state/workbench.svelte.ts';

/** Opens the stage of the first problem, and brings the keyboard to the place there that has it. */
export function showProblem(workbench: Workbench): void {
  const at = workbench.problems[0]?.at ?? '';
  workbench.openProblem();
  void tick().then(() => focusProblem(at));
}

/** To its first fix, else to a field that is not valid. */
function focusProblem(at: string): void {
  const main = document.querySelector('main');
  const told = main?.querySelector(`[data-problem="${CSS.escape(at)}"]`);
  const place =
    told?.querySelector<HTMLElement>('button') ?? main?.querySelector<HTMLElement>('[aria-invalid="true"]');
  place?.scrollIntoView({ block: 'center' });
  place?.focus();
}
