/** Makes one change after the other, each of them whole before the next; none before `begin`. */
export class OneByOne {
  /** Lets the changes come that were asked for. */
  begin: () => void = () => undefined;
  private readonly afterEach: () => Promise<void>;
  private last: Promise<unknown>;

  /** `afterEach`: what belongs to every change, also to one that failed. */
  constructor(afterEach: () => Promise<void>) {
    this.afterEach = afterEach;
    this.last = new Promise<void>((resolve) => {
      this.begin = resolve;
    });
  }

  change<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.last.then(async () => {
      try {
        return await work();
      } finally {
        await this.afterEach();
      }
    });
    this.last = result.catch(() => undefined);
    return result;
  }

  /** Resolves when the changes that were asked for until now are made. */
  async done(): Promise<void> {
    await this.last;
  }
}
