import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { decodeRunList } from '@shared/ipc/run-list.ts';
import type { Notice, Response, WorkbenchEvent } from '@shared/ipc/contract.ts';
import type { ActionId } from '@shared/ipc/actions.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import { tableColumns } from '@shared/model/features.ts';
import { parameterCount } from '@shared/model/network.ts';
import { isActive, type RunEntry, type RunRecord } from '@shared/model/run.ts';
import type { Client } from '../api/client.ts';
import { trainingRows } from '../edits/forecast.ts';
import { parameterWarning } from '../edits/parameter-sum.ts';
import type { Problem } from '../edits/problems.ts';
import { withTable } from '../edits/table-source.ts';
import { withFittingCases } from '../edits/test-cases.ts';
import { BinState } from './bin.svelte.ts';
import { CellCache } from './cell-cache.svelte.ts';
import { EvaluationState } from './evaluation.svelte.ts';
import { ExportState } from './export.svelte.ts';
import { Errands } from './errands.ts';
import { type ImportedRun, ImportState } from './import.svelte.ts';
import { HistoryTable } from './history-table.svelte.ts';
import { Forecasts } from './forecasts.svelte.ts';
import { LaunchState } from './launch.svelte.ts';
import { LookState } from './look.svelte.ts';
import { stageMarks } from './stage-marks.ts';
import { stageOf, type StageId } from './stages.ts';
import { ModelState } from './model.svelte.ts';
import { NineStepsState } from './nine-steps.svelte.ts';
import { NoticesState } from './notices.svelte.ts';
import { PreviewState } from './preview.svelte.ts';
import { ProjectState } from './project.svelte.ts';
import { QueueState } from './queue.svelte.ts';
import { QueueOutlook } from './queue-outlook.svelte.ts';
import { RunControl } from './run-control.ts';
import type { RunDetail } from './run-detail.svelte.ts';
import { RunsState } from './runs.svelte.ts';
import { SelectionState } from './selection.svelte.ts';
import { SettingsState } from './settings.svelte.ts';
import { TableActions } from './table-actions.svelte.ts';
import { type Purpose, TableOpening } from './table-opening.svelte.ts';
import { TimeMachineState } from './time-machine.svelte.ts';
import { TrainingTools } from './training-tools.svelte.ts';
import { ViewsState } from './views.svelte.ts';

/** All that the window shows. Main owns the truth; this is a view that a reload builds anew. */
export class Workbench {
  stage = $state<StageId>('network');
  isStarting = $state(false);
  private openedRunId = $state<string | null>(null);
  /** The points of the run that is shown; follows `shownRun` through `follow`. */
  shownDetail = $state.raw<RunDetail | null>(null);
  /** Experiment id → its latest run, started here or recognised by its name. */
  private latestRunIds = $state.raw<ReadonlyMap<string, string>>(new Map());
  readonly version: string;
  readonly project: ProjectState;
  readonly runs: RunsState;
  readonly queue: QueueState;
  readonly outlook: QueueOutlook;
  readonly forecasts: Forecasts;
  readonly launch: LaunchState;
  readonly views: ViewsState;
  readonly bin: BinState;
  readonly selection = new SelectionState();
  readonly history: HistoryTable;
  readonly settings: SettingsState;
  readonly preview: PreviewState;
  readonly model: ModelState;
  readonly evaluation: EvaluationState;
  readonly look: LookState;
  readonly timeMachine: TimeMachineState;
  readonly exports: ExportState;
  readonly importing: ImportState;
  readonly tools: TrainingTools;
  readonly nineSteps: NineStepsState;
  readonly opening: TableOpening;
  readonly tables: TableActions;
  readonly cells: CellCache;
  readonly notices = new NoticesState();
  readonly control: RunControl;
  readonly errands: Errands;

  /** A run opened from the history: its own settings and plot are shown, not the draft's. */
  readonly openedRun = $derived.by(() => this.runs.get(this.openedRunId));
  readonly shownRun = $derived.by(
    () => this.openedRun ?? this.runs.get(this.latestRunOf(this.project.active.id)),
  );
  /** Nothing has been trained yet, and the article's own network is open. */
  readonly isFirstStart = $derived.by(
    () => this.runs.all.length === 0 && this.project.active.example?.startsWith('article') === true,
  );
  /** What stands in the way of training: what the settings tell, and else what the table itself does. */
  readonly problems: readonly Problem[] = $derived.by(() => {
    const { problems, experiment } = this.project;
    const ofTable = this.preview.problemOf(experiment);
    const isTold = problems.some(({ at }) => stageOf(at) === 'data');
    return ofTable === null || isTold ? problems : [...problems, ofTable];
  });
  readonly canTrain = $derived.by(() => !this.isStarting && this.problems.length === 0);

  readonly marks = $derived.by(() => {
    const { problems } = this;
    const { experiment } = this.project;
    const rows = trainingRows(experiment);
    return stageMarks({
      problems,
      warning: rows === null ? null : parameterWarning(parameterCount(shapesOf(experiment)), rows),
      isTraining: this.runs.active.length > 0,
      hasEnded: this.shownRun !== undefined,
      hasModel: this.model.description !== null,
      isExported: this.exports.saved !== null,
      runCount: this.runs.all.length,
    });
  });

  /** What the table shows: while a formula is typed, still what the last preview was about. */
  readonly shownData: DataSpec = $derived.by(() => {
    const { data } = this.project.experiment;
    const previewed = this.preview.data;
    const isFormula = data.source.kind === 'formula' && previewed?.source.kind === 'formula';
    return isFormula ? previewed : data;
  });

  constructor(
    client: Client,
    snapshot: Response<'app:snapshot'>,
    runs: readonly RunEntry[],
    system: MediaQueryList,
  ) {
    this.errands = new Errands(client, this.notices);
    this.version = snapshot.version;
    this.project = new ProjectState(client, snapshot.project, snapshot.settings.experimentId);
    this.runs = new RunsState(client, runs);
    this.queue = new QueueState(client, snapshot.queue);
    this.forecasts = new Forecasts(client, this.queue);
    this.outlook = new QueueOutlook(this.queue, this.runs, this.forecasts);
    this.launch = new LaunchState(client, this.forecasts);
    this.views = new ViewsState(client, snapshot.views);
    this.bin = new BinState(client);
    this.history = new HistoryTable(this.runs, this.views, this.selection);
    this.settings = new SettingsState(client, snapshot.settings, system);
    this.preview = new PreviewState(client);
    this.model = new ModelState(client);
    this.evaluation = new EvaluationState(client);
    this.look = new LookState(client, (run) => this.runs.detail(run));
    this.timeMachine = new TimeMachineState(client);
    this.exports = new ExportState(client);
    this.importing = new ImportState(client, (made) => this.takeImported(made));
    this.tools = new TrainingTools(client);
    this.nineSteps = new NineStepsState(client);
    this.opening = new TableOpening(client, (experiment, purpose) => this.takeTable(experiment, purpose));
    this.tables = new TableActions(client, this.project);
    this.cells = new CellCache(client);
    const { queue, outlook, launch, forecasts, notices } = this;
    const { runs: all, bin, errands } = this;
    this.control = new RunControl({ runs: all, bin, queue, outlook, launch, forecasts, notices, errands });
    for (const notice of snapshot.notices) this.notices.add(notice);
  }

  private latestRunOf(experimentId: string): string | null {
    const known = this.latestRunIds.get(experimentId);
    if (known !== undefined) return known;
    const { name } = this.project.experiment;
    return this.runs.all.find((run) => run.experiment.name === name)?.id ?? null;
  }

  receive(event: WorkbenchEvent, perform: (action: ActionId) => void): void {
    switch (event.type) {
      case 'run-changed':
        this.control.apply(event.run, this.stage === 'train' && this.shownRun?.id === event.run.id);
        return;
      case 'runs-read':
        this.runs.addRead(decodeRunList(event.text), event.total - event.done);
        return;
      case 'runs-marked':
        this.runs.applyMarks(event.runIds, event.marks);
        return;
      case 'runs-removed':
        this.runs.remove(event.runIds);
        this.selection.forget(event.runIds);
        return;
      case 'queue-changed':
        this.queue.receive(event.queue);
        return;
      case 'notice':
        this.notices.add(event.notice);
        return;
      case 'table-progress':
        this.opening.receive(event);
        return;
      case 'file-dropped':
        void this.openDropped(event.path, event.files);
        return;
      case 'action':
        perform(event.action);
        return;
    }
  }

  /** Shows where tables are opened, and opens one by what `open` does. */
  openTable(open: (opening: TableOpening) => Promise<void>): void {
    this.backToDraft();
    this.stage = 'data';
    void open(this.opening);
  }

  /** A table has been read: a new experiment of its own, or the open one goes on with it. */
  private takeTable(opened: Experiment, purpose: Purpose): void {
    this.backToDraft();
    if (purpose === 'new') {
      this.project.addNamed(opened, 'Open a table');
      return;
    }
    this.project.forgetDrafts('data');
    const changed =
      purpose === 'refresh' ? withFittingCases(opened) : withTable(this.project.experiment, opened);
    this.project.edit(changed, purpose === 'refresh' ? 'Take the changed table' : 'Another table');
  }

  /** A dropped file holds a model or a table. JSON may hold either: what is no model is opened as a table. */
  private async openDropped(path: string, files: number): Promise<void> {
    if (!mayBeModel(path) || !(await this.importing.openPath(path))) {
      this.openTable((opening) => opening.openPath(path, 'new'));
      if (files > 1) this.notices.add(onlyOne(files));
    }
  }

  /** A model has been brought in: its experiment is opened, and its run shown where it can be asked. */
  private takeImported({ runId, experiment, remarks }: ImportedRun): void {
    this.backToDraft();
    this.project.addNamed(experiment, 'Import a model');
    this.latestRunIds = new Map(this.latestRunIds).set(this.project.active.id, runId);
    this.stage = 'evaluate';
    for (const message of remarks) this.notices.add({ level: 'info', message });
  }

  /** Asks main for what belongs to the run that is shown: its points, and its model once there is one. */
  follow(run: RunRecord | undefined): void {
    this.shownDetail = run === undefined ? null : this.runs.detail(run);
    this.look.follow(run);
  }

  /** Asks main for what the Data stage shows of the draft. */
  followData(experiment: Experiment, shown: DataSpec): void {
    this.preview.request(experiment);
    this.cells.show(shown.source, tableColumns(shown).length);
  }

  openStage(stage: StageId): void {
    this.stage = stage;
  }

  /** Opens the first place with a problem, so that "why not?" is one click. */
  openProblem(): void {
    const [problem] = this.problems;
    if (problem === undefined) return;
    this.backToDraft();
    this.stage = stageOf(problem.at);
  }

  openExperiment(id: string): void {
    this.backToDraft();
    // What is read for the experiment that is left would otherwise end up in this one.
    if (this.opening.reading?.purpose !== 'new') this.opening.cancel();
    this.project.select(id);
  }

  openRun(runId: string): void {
    this.openedRunId = runId;
    this.stage = 'train';
    this.notices.dismissRun(runId);
  }

  backToDraft(): void {
    this.openedRunId = null;
  }

  /** Puts a run's settings into the project as a new experiment, and goes on from its plot. */
  useSettingsOf(run: RunRecord): void {
    this.project.addCopy(run.experiment, 'Use settings of a run');
    this.latestRunIds = new Map(this.latestRunIds).set(this.project.active.id, run.id);
    this.backToDraft();
  }

  /** A run's settings as a new draft, ready to be changed and trained. */
  cloneRun(run: RunRecord): void {
    this.useSettingsOf(run);
    this.stage = 'train';
  }

  async train(): Promise<void> {
    if (!this.canTrain) return;
    this.isStarting = true;
    const pressedAt = this.stage;
    try {
      const { id } = this.project.active;
      const run = await this.runs.start(this.project.experiment);
      this.latestRunIds = new Map(this.latestRunIds).set(id, run.id);
      this.backToDraft();
      // A person who has gone elsewhere since is not brought back.
      if (this.stage === pressedAt) this.stage = 'train';
    } catch (error) {
      this.errands.tell(error);
    } finally {
      this.isStarting = false;
    }
  }

  /** Goes on with a run that has ended; `moreEpochs` null: to the epochs it was planned for. */
  goOn(runId: string, moreEpochs: number | null): Promise<void> {
    return this.errands.attempt(() => this.runs.goOn(runId, moreEpochs));
  }

  /** The active run a transport key means: the one that is shown, else the newest. */
  get transportRun(): RunRecord | undefined {
    const shown = this.shownRun;
    return shown !== undefined && isActive(shown.status) ? shown : this.runs.active[0];
  }
}

/** By the ending of its name. */
function mayBeModel(path: string): boolean {
  return /\.(?:onnx|json|keras|h5|bin)$/i.test(path);
}

function onlyOne(files: number): Notice {
  return {
    level: 'warning',
    message: `${String(files)} files were dropped, but one experiment has one table: only the first was opened.`,
  };
}
