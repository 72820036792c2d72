import type { Random } from '@shared/core/random.ts';

const TOKENS = [
  ...['', '{', '}', '[', ']', ',', ':', '"', '\\', '\n', '\r', '\u0000', '\uFEFF', '\ud800', '\u2028', '😀'],
  ...[
    'null',
    'true',
    'NaN',
    'Infinity',
    '-0',
    '0',
    '-1',
    '1e999',
    '1e-999',
    '1e39',
    '9007199254740993',
    '0x10',
    '1.5',
  ],
  ...['"__proto__":', '"constructor"', '"toString":1,', '\\u0061', '"\\u0000"', '"format":', '"version":2,'],
  ...['('.repeat(100), '['.repeat(100), '{"a":'.repeat(100), '9'.repeat(400), 'x'.repeat(10_000)],
  ...["'", '=cmd()', ';', '\t', '""', '","'],
];

const VALUES: readonly unknown[] = [
  ...[null, true, false, '', 'x', 'NaN', '1', [], {}, [[]], [null], { a: 1 }],
  ...[
    0,
    -0,
    1,
    -1,
    0.5,
    2,
    3,
    1e-9,
    1e-300,
    5e-324,
    1e38,
    1e39,
    1e308,
    Infinity,
    NaN,
    2 ** 31,
    2 ** 32,
    2 ** 53,
  ],
  ...['__proto__', 'constructor', 'toString', 'x'.repeat(5_000), 'a\u001b[2Jb\n', '\ud800'],
  ...[
    'a + b',
    'a ** b',
    '1 / (a - a)',
    'log(a)',
    '('.repeat(200),
    'relu',
    'sigmoid',
    'none',
    'full',
    'sgd',
    'float64',
  ],
];

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'a',
  'b',
  'type',
  'units',
  '',
  'x'.repeat(300),
  'a\nb',
  '0',
];

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)]!;
}

/** A text with a few places cut, doubled, swapped or filled with something hostile. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const start = random.below(mutated.length + 1);
    const end = Math.min(mutated.length, start + random.below(20));
    const [before, middle, after] = [mutated.slice(0, start), mutated.slice(start, end), mutated.slice(end)];
    mutated = pick(random, [
      before + after,
      before + middle + middle + after,
      before + pick(random, TOKENS) + after,
      before + pick(random, TOKENS) + middle + after,
      before + middle.split('').reverse().join('') + after,
      before,
      after,
      before + String.fromCharCode(random.below(256)) + after,
    ]);
  }
  return mutated;
}

/** A copy of a JSON value with one to three places replaced, renamed, taken away, doubled or swapped. */
export function mutateTree(value: unknown, random: Random): unknown {
  const root = { value: structuredClone(value) };
  for (let times = 1 + random.below(3); times > 0 && 'value' in root; times--) {
    mutatePlace(pick(random, places(root)), random);
  }
  return root.value ?? null;
}

interface Place {
  parent: Record<string, unknown>;
  key: string;
}

function places(root: object): Place[] {
  return Object.entries(root).flatMap(([key, item]) => [
    { parent: root as Record<string, unknown>, key },
    ...(typeof item === 'object' && item !== null ? places(item as object) : []),
  ]);
}

function mutatePlace({ parent, key }: Place, random: Random): void {
  const value = parent[key];
  const set = (name: string, item: unknown) => {
    // As JSON.parse does, which takes "__proto__" for a name like any other.
    Object.defineProperty(parent, name, {
      value: item,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  };
  switch (random.below(6)) {
    case 0:
      Reflect.deleteProperty(parent, key);
      return;
    case 1:
      if (!Array.isArray(parent)) {
        Reflect.deleteProperty(parent, key);
        set(pick(random, NAMES), value);
      }
      return;
    case 2: {
      const other = pick(random, Object.keys(parent));
      const kept = parent[other];
      set(other, value);
      set(key, kept);
      return;
    }
    case 3:
      if (Array.isArray(parent)) parent.splice(random.below(parent.length + 1), 0, structuredClone(value));
      else set(pick(random, NAMES), structuredClone(value));
      return;
    default:
      set(key, structuredClone(pick(random, VALUES)));
  }
}

/** Bytes with a few places flipped, cut, doubled, overwritten or moved, as a bad disk or a broken copy leaves them. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let times = 1 + random.below(3); times > 0; times--) {
    const start = random.below(mutated.length + 1);
    const end = Math.min(mutated.length, start + random.below(64));
    const [before, middle, after] = [
      mutated.subarray(0, start),
      mutated.subarray(start, end),
      mutated.subarray(end),
    ];
    mutated = Buffer.concat(
      pick(random, [
        [before],
        [after],
        [before, after],
        [before, middle, middle, after],
        [before, Buffer.alloc(middle.length), after],
        [before, middle.map((byte) => byte ^ (1 << random.below(8))), after],
        [before, middle.map(() => random.below(256)), after],
        [after, before],
      ]),
    );
  }
  return mutated;
}
