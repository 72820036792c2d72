import { networkPicture } from '../charts/network-picture.ts';
import { type DataTable, tableMarkup } from '../data-table.ts';
import { countOf } from '../figure-text.ts';
import { plain } from '../markup.ts';
import type { ReportSubject } from '../report-subject.ts';
import { figure, type Section } from './section.ts';

/** What computes: as a picture, layer by layer, and as formulas. */
export function networkSection({ model }: ReportSubject, layers: DataTable): Section {
  const { inputs, outputs, parameters } = model;
  const title = `Network of ${countOf(inputs.length, 'input column')}, ${countOf(model.layers.length, 'layer')} and ${countOf(outputs.length, 'output')}`;
  return {
    id: 'network',
    title: 'Network',
    content: [
      figure(
        networkPicture(model, title),
        `${title}, ${countOf(parameters, 'parameter')}. Lines are weights: blue above zero, orange below, thick where large. A layer of more than 16 units is a block, its weights a band.`,
      ),
      tableMarkup(layers),
      plain('h3', 'What it computes'),
      plain('pre', model.equation.join('\n')),
    ],
  };
}
