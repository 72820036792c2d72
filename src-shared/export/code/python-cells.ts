import type { ModelFile } from '../../model/model-file.ts';
import { kindOf } from './code-model.ts';

/** The reading of cells, as far as this model's inputs need it. */
export function pythonCells(model: ModelFile): string {
  const kinds = new Set(model.inputs.map(kindOf));
  const hasLevels = kinds.has('one-hot') || kinds.has('ordinal');
  const reads = [
    ...(kinds.has('number')
      ? ['    if column["kind"] == "number":', '        return read_number(cell)']
      : []),
    ...(kinds.has('date')
      ? ['    if column["kind"] == "date":', '        return read_date(cell, column["format"])']
      : []),
    ...(hasLevels ? ['    return read_level(cell, column["levels"])'] : []),
  ];
  return [
    encode(kinds),
    `def read(column, cell):\n    """NaN where a cell says nothing."""\n${reads.join('\n')}`,
    ...(kinds.has('number') || hasLevels ? [PLAIN_NUMBER] : []),
    ...(kinds.has('number') ? [NUMBER] : []),
    ...(hasLevels ? [LEVEL] : []),
    ...(kinds.has('date') ? [DATE] : []),
  ].join('\n\n\n');
}

function encode(kinds: ReadonlySet<string>): string {
  return `def encode(column, cells):
    """One column of raw cells -> what the network takes of it, of shape (features, rows)."""
    values = np.array([math.nan if is_empty(cell) else read(column, cell) for cell in cells], dtype=float)
    missing = np.isnan(values)
    if missing.any() and "fill" not in column:
        cell = cells[int(np.argmax(missing))]
        raise ValueError(f"{column['name']}: {cell!r} is nothing that this model knows, or missing where it may not be.")
    if column.get("fill") is not None:
        values = np.where(missing, column["fill"], values)
    features = features_of(column, values)
    return np.vstack([*features, missing.astype(float)]) if column.get("indicator") else np.vstack(features)


def is_empty(cell):
    if isinstance(cell, str):
        return cell == ""
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def features_of(column, values):
${[
  ...(kinds.has('one-hot')
    ? [
        '    if column["kind"] == "one-hot":',
        '        return [np.where(values == place, float(seen), 0.0) for place, seen in enumerate(column["seen"])]',
      ]
    : []),
  ...(kinds.has('ordinal')
    ? ['    if column["kind"] == "ordinal":', '        return [np.nan_to_num(scale(column, values))]']
    : []),
  ...(kinds.has('date')
    ? [
        '    if column["kind"] == "date":',
        '        angles = [2 * math.pi * place_in(cycle, values) for cycle in column["cycles"]]',
        '        return [scale(column, values), *(wave(angle) for angle in angles for wave in (np.sin, np.cos))]',
      ]
    : []),
  '    return [scale(column, values)]',
].join('\n')}`;
}

const PLAIN_NUMBER = `def plain_number(text):
    """Digits as everybody writes them: Python itself would also read 1_000 and the digits of other scripts."""
    found = re.fullmatch(r"\\s*[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*", text)
    return math.nan if found is None else float(text)`;

const NUMBER = `def read_number(cell):
    try:
        value = plain_number(cell) if isinstance(cell, str) else float(cell)
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return value if math.isfinite(value) else math.nan`;

const LEVEL = `def read_level(cell, levels):
    """The place of a level; a number is also the level that is spelled otherwise, as 1 is 1.0."""
    if isinstance(cell, str):
        return levels.index(cell) if cell in levels else math.nan
    if isinstance(cell, bool):
        return read_level(str(cell).lower(), levels)
    spelled = re.sub(r"\\.0$", "", str(cell))
    if spelled in levels:
        return levels.index(spelled)
    same = [place for place, level in enumerate(levels) if plain_number(level) == cell]
    return same[-1] if same else math.nan`;

const DATE = `def read_date(cell, order):
    """Days since 1970-01-01, UTC: of a number of days, a datetime, or a text in the order of the format."""
    if isinstance(cell, (int, float, np.integer, np.floating)):
        return float(cell) if abs(cell) <= 1e7 else math.nan
    if not isinstance(cell, str):
        time = np.datetime64(cell, "ms")
        return math.nan if np.isnat(time) else time.astype(float) / 86400000
    compact = re.sub(r"^\\s*(\\d{4})(\\d{2})(\\d{2})(?!\\d)", r"\\1-\\2-\\3", cell)
    found = re.fullmatch(
        r"\\s*(\\d{1,4})[-./](\\d{1,2})[-./](\\d{1,4})(?:[T ](\\d{1,2}):(\\d{2})(?::(\\d{2}(?:\\.\\d+)?))?)?Z?\\s*", compact
    )
    if found is None:
        return math.nan
    a, b, c, hour, minute, second = found.groups()
    year, month, day = {"day-month-year": (c, b, a), "month-day-year": (c, a, b)}.get(order, (a, b, c))
    is_short = len(year) < 3
    year = int(year)
    if is_short:
        year += 2000 if year < 69 else 1900
    hour, minute, second = int(hour or 0), int(minute or 0), float(second or 0)
    try:
        days = np.datetime64(f"{year:04d}-{int(month):02d}-{int(day):02d}", "D").astype(float)
    except ValueError:
        return math.nan
    if hour > 23 or minute > 59 or second >= 60:
        return math.nan
    return days + ((hour * 60 + minute) * 60 + second) / 86400


def place_in(cycle, days):
    """How far into its year, week (from Monday) or day (UTC) a day is: 0 up to 1."""
    if cycle == "day":
        return days - np.floor(days)
    if cycle == "week":
        return (days + 3) / 7 - np.floor((days + 3) / 7)
    years = np.floor(days).astype("datetime64[D]").astype("datetime64[Y]")
    start, end = (year.astype("datetime64[D]").astype(float) for year in (years, years + 1))
    return (days - start) / (end - start)`;
