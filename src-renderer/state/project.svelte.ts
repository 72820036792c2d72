import { makeId } from '@shared/core/ids.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatCount } from '@shared/core/text.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Project, ProjectExperiment } from '@shared/model/project.ts';
import type { Client } from '../api/client.ts';
import { describeError } from '../api/client.ts';
import type { DraftAccess } from '../components/draft.ts';
import { dropUnfitInitial } from '../edits/layers.ts';
import { experimentProblems, type Problem } from '../edits/problems.ts';
import { FieldDrafts } from './field-drafts.svelte.ts';
import {
  beginHistory,
  canRedo,
  canUndo,
  currentValue,
  type History,
  pushValue,
  redo,
  redoLabel,
  undo,
  undoLabel,
} from './history.ts';
import { Saver } from './saver.svelte.ts';

/** Something the person did that had an effect they may not have meant; shown with an undo. */
export interface Note {
  readonly text: string;
}

/** The project as it is being edited. Every change is a new immutable project in the history, saved shortly after. */
export class ProjectState {
  private history: History<Project>;
  private chosenId: string;
  private readonly drafts = new FieldDrafts();
  private readonly client: Client;
  readonly saver: Saver<Project>;
  note = $state.raw<Note | null>(null);

  readonly project = $derived.by(() => currentValue(this.history));
  readonly active = $derived.by(() => this.find(this.chosenId) ?? firstOf(this.project));
  readonly experiment = $derived(this.active.experiment);
  readonly problems: readonly Problem[] = $derived([
    ...this.drafts.problems(this.active.id),
    ...experimentProblems(this.experiment),
  ]);
  readonly fieldDrafts: DraftAccess = $derived(this.drafts.of(this.active.id));
  readonly undoLabel = $derived.by(() => undoLabel(this.history));
  readonly redoLabel = $derived.by(() => redoLabel(this.history));
  readonly canUndo = $derived.by(() => canUndo(this.history));
  readonly canRedo = $derived.by(() => canRedo(this.history));

  constructor(client: Client, project: Project, experimentId: string | null) {
    this.client = client;
    this.history = $state.raw(beginHistory(project));
    this.chosenId = $state(experimentId ?? '');
    this.saver = new Saver(project, (value) => client.projectSave({ project: value }));
  }

  private find(id: string): ProjectExperiment | undefined {
    return this.project.experiments.find((entry) => entry.id === id);
  }

  select(id: string): void {
    this.chosenId = id;
    this.note = null;
    // The choice is a convenience: if it cannot be remembered, nothing that matters is lost.
    this.client.settingsChange({ experimentId: id }).catch((error: unknown) => {
      void this.client.logError({ message: describeError(error).message }).catch(() => undefined);
    });
  }

  /** Puts a changed experiment in place of the active one. */
  edit(changed: Experiment, label: string, mergeKey: string | null = null): void {
    const experiment = dropUnfitInitial(changed);
    const dropped = changed.network.initial !== undefined && experiment.network.initial === undefined;
    this.note = dropped
      ? {
          text: 'The explicit initial weights no longer fit the layers and were left out. Weights will be drawn.',
        }
      : lostCases(this.experiment, experiment);
    this.replaceActive({ ...this.active, experiment }, label, mergeKey);
  }

  /** A layer or column is gone or moved: what was being typed into its fields belongs to nothing any more. */
  forgetDrafts(below: string): void {
    this.drafts.forget(this.active.id, below);
  }

  duplicate(): void {
    this.add(copyOf(this.experiment, this.project), 'Duplicate experiment');
  }

  /** Adds an experiment to the project and opens it. */
  add(experiment: Experiment, label: string): void {
    const id = makeId('experiment', (count) => crypto.getRandomValues(new Uint8Array(count)));
    this.push({ ...this.project, experiments: [...this.project.experiments, { id, experiment }] }, label);
    this.select(id);
  }

  /** The same, under a name that no other experiment of the project has. */
  addNamed(experiment: Experiment, label: string): void {
    this.add({ ...experiment, name: freeName(experiment.name, this.project) }, label);
  }

  addCopy(experiment: Experiment, label: string): void {
    this.add(copyOf(experiment, this.project), label);
  }

  rename(name: string): void {
    this.edit({ ...this.experiment, name }, 'Rename experiment');
  }

  remove(): void {
    const { id, experiment } = this.active;
    const experiments = this.project.experiments.filter((entry) => entry.id !== id);
    const next = experiments[Math.max(0, this.project.experiments.indexOf(this.active) - 1)];
    if (next === undefined) return;
    this.push({ ...this.project, experiments }, 'Delete experiment');
    this.select(next.id);
    this.note = { text: `“${experiment.name}” was deleted. Its runs stay in the history.` };
  }

  /** Throws when the bundled examples cannot be read. */
  async restoreExample(): Promise<void> {
    const { example } = this.active;
    const { examples } = await this.client.projectExamples({});
    const original = examples.find((entry) => entry.example === example);
    if (original === undefined) return;
    this.drafts.forget(this.active.id);
    this.replaceActive({ ...this.active, experiment: original.experiment }, 'Restore as delivered', null);
    this.note = { text: `“${original.experiment.name}” is as delivered again.` };
  }

  undo(): void {
    this.travel(undo(this.history));
  }

  redo(): void {
    this.travel(redo(this.history));
  }

  private travel(history: History<Project>): void {
    const before = this.project;
    this.history = history;
    this.note = null;
    this.showChange(before);
    this.drafts.forget(this.active.id);
    this.saver.change(this.project);
  }

  /** An undone change should be seen: opens the experiment that differs. */
  private showChange(before: Project): void {
    const changed = this.project.experiments.find((entry) => !before.experiments.includes(entry));
    const id = changed?.id ?? this.active.id;
    if (id !== this.chosenId) this.select(id);
  }

  private replaceActive(entry: ProjectExperiment, label: string, mergeKey: string | null): void {
    const experiments = this.project.experiments.map((other) => (other.id === entry.id ? entry : other));
    this.push({ ...this.project, experiments }, label, mergeKey === null ? null : `${entry.id}/${mergeKey}`);
  }

  private push(project: Project, label: string, mergeKey: string | null = null): void {
    this.history = pushValue(this.history, project, { label, mergeKey, atMs: performance.now() });
    this.saver.change(this.project);
  }
}

/** Test cases go with the columns that they asked for. */
function lostCases(before: Experiment, after: Experiment): Note | null {
  const lost = before.testCases.length - after.testCases.length;
  if (lost <= 0 || before.data === after.data) return null;
  const cases = lost === 1 ? 'A test case no longer fits' : `${formatCount(lost)} test cases no longer fit`;
  return { text: `${cases} the columns and ${lost === 1 ? 'was' : 'were'} left out.` };
}

function firstOf(project: Project): ProjectExperiment {
  const [first] = project.experiments;
  if (first === undefined) throw new Error('A project holds at least one experiment.');
  return first;
}

function copyOf(experiment: Experiment, project: Project): Experiment {
  const stem = experiment.name.replace(/ \d+$/, '');
  // A number that no copy brought about belongs to the name.
  return { ...experiment, name: numberedName(isTaken(stem, project) ? stem : experiment.name, project) };
}

function freeName(name: string, project: Project): string {
  return isTaken(name, project) ? numberedName(name, project) : name;
}

function numberedName(name: string, project: Project): string {
  const stem = name.slice(0, LIMITS.nameLength - 8);
  for (let k = 2; ; k++) {
    const numbered = `${stem} ${String(k)}`;
    if (!isTaken(numbered, project)) return numbered;
  }
}

function isTaken(name: string, project: Project): boolean {
  return project.experiments.some((entry) => entry.experiment.name === name);
}
