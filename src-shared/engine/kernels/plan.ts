/** A word of the plan, or of an operation. */
@inline export function word(at: usize, k: i32): i32 {
  return load<i32>(at + (<usize>k << 2));
}

/** Writes a word. */
@inline export function setWord(at: usize, k: i32, value: i32): void {
  store<i32>(at + (<usize>k << 2), value);
}

/** A word that is an address. */
@inline export function address(at: usize, k: i32): usize {
  return load<u32>(at + (<usize>k << 2));
}

/** A float64 at word k, which is even. */
@inline export function real(at: usize, k: i32): f64 {
  return load<f64>(at + (<usize>k << 2));
}

/** Where the share of one of `threads` begins, of `count` things handed out in lots of `lot`. */
@inline export function shareStart(count: i32, thread: i32, threads: i32, lot: i32): i32 {
  const lots = (count + lot - 1) / lot;
  const start = <i32>((<i64>lots * thread) / threads) * lot;
  return start < count ? start : count;
}
