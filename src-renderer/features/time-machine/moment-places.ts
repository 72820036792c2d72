import type { Moment } from '@shared/model/insight.ts';

/** Where the slider stands: the place of a moment, or one beyond the last for what is now. */
export function placeOf(moments: readonly Moment[], epoch: number | null): number {
  if (epoch === null) return moments.length;
  // The nearest one before, as a moment that was looked at may have been thinned out since.
  return Math.max(
    0,
    moments.findLastIndex((moment) => moment.epoch <= epoch),
  );
}

/** The epoch at a place of the slider; null beyond the last moment. */
export function epochAt(moments: readonly Moment[], place: number): number | null {
  return moments[place]?.epoch ?? null;
}
