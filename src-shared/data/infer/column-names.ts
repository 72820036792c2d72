/** What names of columns tell, where they tell anything. */

/** customerId, customer_id and "Customer ID" → customer id. */
function words(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim()
    .toLowerCase();
}

const IDENTIFIER =
  /^(|#|.* id|ids?|uu ?id|guid|index|idx|key|nr|no|number|row|row ?(id|no|nr|num|number|name|names|index)|unnamed \d+|serial (no|number)|record (no|number))$/;

/** The column only says which row it is. */
export function namesIdentifier(name: string): boolean {
  return IDENTIFIER.test(words(name));
}

const GENERIC = /^(|(column|col|c|v|x|f|feature|field|attr|attribute|var) *\d+)$/;

/** The name says no more than its place, as where a table has no header. */
export function isGeneric(name: string): boolean {
  return GENERIC.test(words(name));
}

const ROW_WEIGHT = /^(sample|row|case|instance|observation|survey) weights?$/;

/** Plain "weight" is not among them: it is mostly that of a body or a parcel. */
export function namesRowWeight(name: string): boolean {
  return ROW_WEIGHT.test(words(name));
}

const PART = /^(split|part|partition|subset|set|dataset)$/;

export function namesPart(name: string): boolean {
  return PART.test(words(name));
}

const CODE = /(^|[ p])(sex|gender|race|ethnicity|class|category|type|code|region|cluster|species|label)$/;

/** Numbers in the column are names of something and no quantities. */
export function namesCode(name: string): boolean {
  return CODE.test(words(name));
}

/** From the surest to the least sure. */
const TARGETS = [
  /^(target|.* target)$/,
  /^(label|labels)$/,
  /^y$/,
  /^(outcome|response)$/,
  /^(species|diagnosis|survived|churn|churned|exited|attrition|fraud|is fraud)$/,
  /^class$/,
  /^(price|sale price|median house value|charges|mpg)$/,
];

/** How surely the name is that of a target: 0 the surest, Infinity not at all. Beside an x, y is a place. */
export function targetRank(name: string, others: readonly string[]): number {
  if (words(name) === 'y' && others.some((other) => words(other) === 'x')) return Infinity;
  const rank = TARGETS.findIndex((pattern) => pattern.test(words(name)));
  return rank < 0 ? Infinity : rank;
}

/** y1, y2 or target_1, target_2: one of several targets. */
export function namesOneOfTargets(name: string): boolean {
  return /^(y|target|output) ?\d+$/.test(words(name));
}

/** p0, p1, p2… are a series: "p". Null where the name does not end in a number, or the reader made it up. */
export function seriesOf(name: string): string | null {
  return /^column \d+$/.test(name) ? null : (/^(.*?\D)\d+$/.exec(name)?.[1] ?? null);
}
