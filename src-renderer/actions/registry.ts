import { ACTION_IDS, type ActionId, ACTIONS } from '@shared/ipc/actions.ts';
import { STAGE_IDS } from '../state/stages.ts';
import type { Workbench } from '../state/workbench.svelte.ts';
import type { Action } from './action.ts';
import { isKeyPress, type KeyPress } from './keys.ts';
import { launchingActions } from './launching.ts';

/** A key that the window has dealt with may come back as the menu's action; within this time it is the same press. */
const SAME_PRESS_MS = 200;

/** What every action does, for keys, menu and buttons alike. */
export class ActionRegistry {
  private readonly actions: Record<ActionId, Action>;
  private handled: { action: ActionId; atMs: number } | null = null;

  constructor(workbench: Workbench) {
    this.actions = makeActions(workbench);
  }

  perform(id: ActionId): void {
    const action = this.actions[id];
    if (action.isEnabled()) action.perform();
  }

  /** Chosen from the menu, by mouse or by the menu's own key. */
  performFromMenu(id: ActionId): void {
    const { handled } = this;
    if (handled?.action === id && performance.now() - handled.atMs < SAME_PRESS_MS) return;
    if (isHistory(id) && isEditingText(document.activeElement)) {
      // A menu has no other way to reach the native history of a text field.
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- no successor exists
      document.execCommand(id === 'edit:undo' ? 'undo' : 'redo');
      return;
    }
    this.perform(id);
  }

  /** Returns true when the key was ours. */
  press(press: KeyPress, target: EventTarget | null): boolean {
    const id = isPlainSpace(press, target)
      ? 'run:pause-or-resume'
      : ACTION_IDS.find((action) => isKeyPress(ACTIONS[action].keys, press));
    if (id === undefined) return false;
    this.handled = { action: id, atMs: performance.now() };
    if (isHistory(id) && isEditingText(target)) return false;
    this.perform(id);
    return true;
  }
}

function isHistory(id: ActionId): boolean {
  return id === 'edit:undo' || id === 'edit:redo';
}

/** Space pauses where it means nothing else: not on a button, a row that can be chosen, or in text. */
function isPlainSpace(press: KeyPress, target: EventTarget | null): boolean {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = press;
  if (key !== ' ' || ctrlKey || metaKey || shiftKey || altKey) return false;
  return !(target instanceof Element && target.closest(TAKES_SPACE) !== null);
}

const TAKES_SPACE =
  'button, input, select, textarea, a[href], summary, dialog, [contenteditable], [role="row"], [role="option"], ' +
  '[role="grid"], [role="slider"], [role="separator"], [role="menu"], [tabindex="0"]';

/** Text fields have their own undo, which is what a person expects while typing. */
export function isEditingText(target: EventTarget | Element | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !['range', 'checkbox', 'radio', 'button'].includes(target.type)
  );
}

function makeActions(workbench: Workbench): Record<ActionId, Action> {
  const { project, model } = workbench;
  const always = () => true;
  const stages = Object.fromEntries(
    STAGE_IDS.map((stage) => {
      const action: Action = {
        isEnabled: always,
        perform: () => {
          workbench.openStage(stage);
        },
      };
      return [`stage:${stage}`, action] as const;
    }),
  ) as Record<Extract<ActionId, `stage:${string}`>, Action>;
  return {
    ...stages,
    ...launchingActions(workbench),
    'steps:toggle': {
      isEnabled: always,
      perform: () => {
        workbench.nineSteps.toggle();
      },
    },
    'edit:undo': {
      isEnabled: () => project.canUndo,
      perform: () => {
        project.undo();
      },
    },
    'edit:redo': {
      isEnabled: () => project.canRedo,
      perform: () => {
        project.redo();
      },
    },
    'data:open': {
      isEnabled: always,
      perform: () => {
        workbench.openTable((opening) => opening.choose('new'));
      },
    },
    'model:import': {
      isEnabled: () => !workbench.importing.isOpen,
      perform: () => void workbench.importing.choose(),
    },
    'model:export': {
      isEnabled: always,
      perform: () => {
        workbench.openStage('export');
        workbench.exports.show(model.runId, model.description);
        void workbench.exports.export();
      },
    },
  };
}
