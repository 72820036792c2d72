import { quote } from '../core/text.ts';
import { refuseLayer } from './foreign-model.ts';
import type { LayerChain, Place } from './layer-chain.ts';

/**
 * The way through a foreign graph, value by value: one step after the other, with sums over what stood earlier on the way. `uses`:
 * how many steps take each value. Anything that branches off with steps of its own is refused.
 */
export class Route {
  readonly chain: LayerChain;
  private readonly uses: ReadonlyMap<string, number>;
  private readonly places = new Map<string, Place>();
  /** Where the chain now stands, by all names that it has. */
  private tip: Set<string>;

  constructor(chain: LayerChain, input: string, uses: ReadonlyMap<string, number>) {
    this.chain = chain;
    this.uses = uses;
    this.tip = new Set();
    this.arrive(input);
  }

  /** Whether the chain stands at this value. */
  isAt(value: string): boolean {
    return this.tip.has(value);
  }

  /** One step from a value to the next; `at` names the step in messages. */
  step(from: string, to: string, at: string, take: (chain: LayerChain) => void): void {
    this.requireTip(from, at);
    take(this.chain);
    this.tip = new Set();
    this.arrive(to);
  }

  /** A step that leaves every value as it is. */
  pass(from: string, to: string, at: string): void {
    this.requireTip(from, at);
    this.arrive(to);
  }

  /** The sum of the present value with one that the way has passed. */
  sum(a: string, b: string, to: string, at: string): void {
    const [now, before] = this.isAt(a) ? [a, b] : [b, a];
    const place = this.places.get(before);
    if (!this.isAt(now) || place === undefined) branch(at);
    this.step(now, to, at, (chain) => {
      chain.residual(place);
    });
  }

  private arrive(value: string): void {
    this.tip.add(value);
    if ((this.uses.get(value) ?? 0) > 1) this.places.set(value, this.chain.mark());
  }

  private requireTip(value: string, at: string): void {
    if (!this.isAt(value)) branch(at);
  }
}

function branch(at: string): never {
  refuseLayer(
    at,
    `${quote(at)} goes on from a value that others went on from before. Ninestep has networks of one layer after the other, with sums over earlier values.`,
  );
}
