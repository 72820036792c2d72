/** Rows kept above and below those in sight, so that scrolling does not flash. */
const SPARE = 12;
/** Assumed before the element has been measured. */
const FIRST_HEIGHT = 600;

/** The rows [start, end) of a long list that need to be in the document. */
export function rowsInSight(view: { scrollTop: number; height: number; rowHeight: number; count: number }): {
  start: number;
  end: number;
} {
  const { scrollTop, rowHeight, count } = view;
  const height = view.height > 0 ? view.height : FIRST_HEIGHT;
  const start = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight)) - SPARE);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + SPARE);
  return { start, end: Math.max(start, end) };
}
