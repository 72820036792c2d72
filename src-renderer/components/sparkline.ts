/** Points drawn; a sparkline has no room for more. */
const MOST = 60;
const INSET = 2;

/** The SVG path of a falling loss: logarithmic where all values are positive, gaps where there is no number. */
export function sparklinePath(values: readonly number[], width: number, height: number): string {
  const stride = Math.max(1, Math.ceil(values.length / MOST));
  const picked = values.filter((_, k) => k % stride === 0 || k === values.length - 1);
  const finite = picked.filter(Number.isFinite);
  if (finite.length < 2) return '';
  const scale = finite.every((value) => value > 0) ? Math.log : (value: number) => value;
  const low = Math.min(...finite.map(scale));
  const span = Math.max(...finite.map(scale)) - low || 1;
  let path = '';
  let isPenUp = true;
  picked.forEach((value, k) => {
    if (!Number.isFinite(value)) {
      isPenUp = true;
      return;
    }
    const x = INSET + (k / (picked.length - 1)) * (width - 2 * INSET);
    const y = height - INSET - ((scale(value) - low) / span) * (height - 2 * INSET);
    path += `${isPenUp ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    isPenUp = false;
  });
  return path;
}
