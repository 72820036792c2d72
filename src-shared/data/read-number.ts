const PLAIN = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** Text → finite number, or NaN. */
export function readNumber(text: string): number {
  return PLAIN.test(text) ? finiteOrNaN(Number(text)) : NaN;
}

/** The longest text that is looked at: no amount is longer. */
const LONGEST = 64;

/** What only amounts have beside their digits; one look rules most texts out. */
const MARK = /[$€£¥₹₽₩%\u2212(]|\b(?:USD|EUR|GBP|CHF|JPY)\b/;
const CURRENCY = String.raw`(?:[$€£¥₹₽₩]|USD|EUR|GBP|CHF|JPY)`;
const SIGN = String.raw`(?<sign>[+\-\u2212])`;
/** In brackets, as accounts have them: less than nothing. */
const AMOUNT = new RegExp(
  String.raw`^\s*(?<open>\()?\s*${SIGN}?\s*${CURRENCY}?\s*${SIGN.replace('sign', 'inner')}?(?<digits>[\d.,'’ \u00A0\u202F]*\d)\s*(?:${CURRENCY}|%)?\s*(?<close>\))?\s*$`,
);

/** How the digits of an amount may be grouped; what stands for the decimal point follows the groups. */
const GROUPED: readonly { readonly form: RegExp; readonly decimal: '.' | ',' }[] = [
  { form: /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$/, decimal: '.' },
  { form: /^\d{1,3}(?:['’ \u00A0\u202F]\d{3})+(?:\.\d*)?$/, decimal: '.' },
  // One or two decimals after a comma; three digits would rather be thousands.
  { form: /^(?:\d+|\d{1,3}(?:[.'’ \u00A0\u202F]\d{3})+),\d{1,2}$/, decimal: ',' },
];

/**
 * As `readNumber`, and amounts as people write them: "$1,234.50", "1.234,50 €", "(5)" for −5, "12 %" for 12, and the minus
 * of typesetting.
 */
export function readQuantity(text: string): number {
  const plain = readNumber(text);
  return Number.isNaN(plain) && text.length <= LONGEST && MARK.test(text) ? readAmount(text) : plain;
}

function readAmount(text: string): number {
  const parts = AMOUNT.exec(text)?.groups;
  if (parts === undefined || (parts.open === undefined) !== (parts.close === undefined)) return NaN;
  const signs = [parts.sign, parts.inner, parts.open].filter((sign) => sign !== undefined);
  const size = readDigits(parts.digits!);
  if (signs.length > 1) return NaN;
  return signs[0] === undefined || signs[0] === '+' ? size : -size;
}

function readDigits(digits: string): number {
  const way = GROUPED.find(({ form }) => form.test(digits));
  if (way === undefined) return NaN;
  const kept = digits.replaceAll(way.decimal === '.' ? /[^\d.]/g : /[^\d,]/g, '').replace(',', '.');
  return finiteOrNaN(Number(kept));
}

function finiteOrNaN(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
