import type { RunView, RunViews } from '@shared/model/run-views.ts';
import { DEFAULT_VIEW } from '@shared/runs/default-view.ts';
import type { Client } from '../api/client.ts';
import { Saver } from './saver.svelte.ts';

/** How the history is looked at, now and under the names of saved views. Every change is kept. */
export class ViewsState {
  private value = $state.raw<RunViews>()!;
  readonly saver: Saver<RunViews>;

  readonly current: RunView = $derived.by(() => this.value.current ?? DEFAULT_VIEW);
  readonly saved: readonly RunView[] = $derived.by(() => this.value.saved);
  /** Whether the view that is open was changed since it was saved. */
  readonly isChanged: boolean = $derived.by(() => {
    const kept = this.saved.find(({ name }) => name === this.current.name) ?? DEFAULT_VIEW;
    return JSON.stringify({ ...kept, name: '' }) !== JSON.stringify({ ...this.current, name: '' });
  });

  constructor(client: Client, views: RunViews) {
    this.value = views;
    this.saver = new Saver(views, (next) => client.viewsSave({ views: next }));
  }

  change(change: Partial<RunView>): void {
    this.keep({ ...this.value, current: { ...this.current, ...change } });
  }

  /** A saved view by its name; null: as it was at first. */
  open(name: string | null): void {
    const view = this.saved.find((saved) => saved.name === name) ?? DEFAULT_VIEW;
    this.keep({ ...this.value, current: view });
  }

  /** Saves what is looked at, over a view of the same name if there is one. */
  save(name: string): void {
    const view = { ...this.current, name };
    const place = this.saved.findIndex((saved) => saved.name === name);
    const saved = place < 0 ? [...this.saved, view] : this.saved.with(place, view);
    this.keep({ ...this.value, current: view, saved });
  }

  rename(from: string, to: string): void {
    const saved = this.saved.map((view) => (view.name === from ? { ...view, name: to } : view));
    const { current } = this;
    this.keep({ ...this.value, current: current.name === from ? { ...current, name: to } : current, saved });
  }

  remove(name: string): void {
    const saved = this.saved.filter((view) => view.name !== name);
    const { current } = this;
    this.keep({
      ...this.value,
      current: current.name === name ? { ...current, name: DEFAULT_VIEW.name } : current,
      saved,
    });
  }

  private keep(next: RunViews): void {
    this.value = next;
    this.saver.change(next);
  }
}
