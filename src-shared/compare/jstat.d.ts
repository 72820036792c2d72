/** The part of jStat that is used; the package brings no types. */
declare module 'jstat' {
  export const jStat: {
    readonly studentt: {
      /** Probability of a value up to `x` with `dof` degrees of freedom. */
      cdf(x: number, dof: number): number;
      /** The value that `p` of the distribution lies below. */
      inv(p: number, dof: number): number;
    };
  };
}
