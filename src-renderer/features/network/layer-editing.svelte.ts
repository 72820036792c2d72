import type { Experiment } from '@shared/model/experiment.ts';
import { shapesOf } from '@shared/model/experiment.ts';
import { problemWith } from '@shared/model/fields.ts';
import { type Layer, layerCatalog, type LayerType } from '@shared/model/layer-catalog.ts';
import type { Network } from '@shared/model/network.ts';
import { layersAsText, layersFromText } from '../../edits/layer-clipboard.ts';
import { type LayerChange, newLayer } from '../../edits/layers.ts';
import {
  addResidual,
  changeLayers,
  duplicateLayers,
  insertLayers,
  moveLayers,
  moveLayersBy,
  type NetworkEdit,
  removeLayers,
} from '../../edits/network-edits.ts';
import { residualEnds } from './canvas/residual-target.ts';
import { NOTHING, type Selection, selecting, within } from './canvas/selection.ts';

/** What is edited, and who takes the edits. */
export interface EditingScope {
  readonly experiment: Experiment;
  readonly onedit: (experiment: Experiment, label: string, mergeKey?: string) => void;
  readonly onforget: (below: string) => void;
}

const UNITS = {
  more: (n: number) => n + 1,
  fewer: (n: number) => n - 1,
  double: (n: number) => 2 * n,
  half: (n: number) => Math.round(n / 2),
};

/** The layers that are chosen, and everything that can be done with them from the picture, the list or by keys. */
export class LayerEditing {
  /** The last thing that was done or could not be, as a line of text; another object each time it is told. */
  told = $state.raw<{ readonly text: string } | null>(null);
  private own = $state.raw<Selection>(NOTHING);
  private readonly scope: () => EditingScope;

  readonly shapes = $derived.by(() => shapesOf(this.scope().experiment));
  readonly selection: Selection = $derived.by(() => within(this.own, this.shapes.length));
  readonly selected = $derived(this.selection.selected);
  /** Of those that are chosen the ones that can come, go and move. */
  readonly hidden = $derived.by(() => this.selected.filter((k) => k < this.network.layers.length));

  constructor(scope: () => EditingScope) {
    this.scope = scope;
  }

  get network(): Network {
    return this.scope().experiment.network;
  }

  tell(text: string): void {
    this.told = { text };
  }

  select(selection: Selection): void {
    this.own = selection;
  }

  selectLayers(selected: readonly number[]): void {
    this.own = selecting({ ...this.own, focus: selected.at(-1) ?? this.own.focus }, selected);
  }

  /** In front of layer `index`; null: after the last of the chosen ones, else before the output. */
  insert(index: number | null, type: LayerType = 'dense'): void {
    const place = index ?? this.placeAfter();
    const layer = newLayer(this.scope().experiment, place, type);
    this.rearrange(
      insertLayers(this.network, place, [layer]),
      `Add ${layerCatalog[type].label.toLowerCase()}`,
    );
  }

  duplicate(indices: readonly number[] = this.hidden): void {
    this.rearrange(duplicateLayers(this.network, indices), `Duplicate ${layersText(indices)}`);
  }

  remove(indices: readonly number[] = this.hidden): void {
    this.rearrange(removeLayers(this.network, indices), `Remove ${layersText(indices)}`);
  }

  move(indices: readonly number[], to: number): void {
    this.rearrange(moveLayers(this.network, indices, to), `Move ${layersText(indices)}`);
  }

  moveBy(by: -1 | 1, indices: readonly number[] = this.hidden): void {
    this.rearrange(moveLayersBy(this.network, indices, by), `Move ${layersText(indices)}`);
  }

  /** Joins the outputs of two columns, of which 0 is the inputs. */
  join(from: number, to: number): void {
    this.rearrange(addResidual(this.network, from - 1, to - 1), 'Add residual connection');
  }

  /** A residual connection around the chosen layers, from the first to the last. */
  joinAround(): void {
    const [first] = this.hidden;
    const last = this.hidden.at(-1);
    if (first === undefined || last === undefined) {
      this.tell('Choose the layers that a residual connection should lead around.');
      return;
    }
    const ends = residualEnds(this.shapes, first, last + 1);
    if (ends.ok) this.join(ends.from, ends.to);
    else this.tell(ends.problem);
  }

  change(indices: readonly number[], changed: LayerChange): void {
    const [name = 'settings'] = Object.keys(changed);
    const title = indices.length === 1 ? `Layer ${String(indices[0]! + 1)}` : layersText(indices);
    this.changeNetwork(
      changeLayers(this.network, indices, changed),
      `${title}: ${name}`,
      `network.layers[${indices.join()}].${name}`,
    );
  }

  /** Gives the chosen layers more units or fewer, each by its own number. */
  changeUnits(how: keyof typeof UNITS): void {
    const layers = this.network.layers.map((layer, k) =>
      this.hidden.includes(k) && layer.type === 'dense' ? { ...layer, units: nextUnits(layer, how) } : layer,
    );
    const key = `network.layers[${this.hidden.join()}].units`;
    this.changeNetwork({ layers }, `Units of ${layersText(this.hidden)}`, key);
    const [only] = this.hidden;
    const changed = only === undefined ? undefined : layers[only];
    if (changed?.type === 'dense') this.tell(`${String(changed.units)} units`);
  }

  changeNetwork(changed: Partial<Network>, label: string, mergeKey?: string): void {
    const { experiment, onedit } = this.scope();
    onedit({ ...experiment, network: { ...experiment.network, ...changed } }, label, mergeKey);
  }

  /** The chosen layers as text for the clipboard; null where none is chosen. */
  copied(): string | null {
    if (this.hidden.length === 0) return null;
    this.tell(`Copied ${layersText(this.hidden)}.`);
    return layersAsText(this.network, this.hidden);
  }

  paste(text: string): void {
    const read = layersFromText(text);
    if (!read.ok) {
      this.tell(read.problem);
      return;
    }
    const edit = insertLayers(this.network, this.placeAfter(), read.value);
    this.rearrange(
      edit,
      `Paste ${read.value.length === 1 ? 'a layer' : `${String(read.value.length)} layers`}`,
    );
  }

  private placeAfter(): number {
    const count = this.network.layers.length;
    return Math.min((this.selected.at(-1) ?? count - 1) + 1, count);
  }

  /** Layers come, go or move: what was being typed into their fields belongs to nothing any more. */
  private rearrange({ network, selected }: NetworkEdit, label: string): void {
    const { experiment, onedit, onforget } = this.scope();
    if (network === experiment.network) return;
    onforget('network.layers');
    onedit({ ...experiment, network }, label);
    this.selectLayers(selected);
    this.tell(`${label}.`);
  }
}

function nextUnits(layer: Extract<Layer, { type: 'dense' }>, how: keyof typeof UNITS): number {
  const next = UNITS[how](layer.units);
  return problemWith(layerCatalog.dense.fields.units, next) === null ? next : layer.units;
}

/** "layer 2", "3 layers". */
function layersText(indices: readonly number[]): string {
  return indices.length === 1 ? `layer ${String(indices[0]! + 1)}` : `${String(indices.length)} layers`;
}
