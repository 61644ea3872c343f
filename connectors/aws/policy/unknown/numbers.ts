import { numberOf } from '../values.ts';

/** Texts to choose from, the plainer first. `exact`: every way the comparisons can turn out is brought about by one of them. */
export interface Candidates {
  readonly texts: readonly string[];
  readonly exact: boolean;
}

/** Numbers below, at, between and above those of the values; one number where the values have none. */
export function numbersAround(values: readonly string[]): Candidates {
  const read = values.filter((each) => numberOf(each) !== undefined);
  // one digit more than any value has, so that the middle of two is written exactly
  const digits = 1 + Math.max(0, ...read.map((each) => each.split('.')[1]?.length ?? 0));
  const unit = 10n ** BigInt(digits);
  const points = [...new Set(read.map((each) => scaled(each, digits)))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const wholes: bigint[] = [];
  const middles: bigint[] = [];
  points.forEach((point, at) => {
    const next = points[at + 1];
    wholes.push(floor(point, unit) + unit, floor(point - 1n, unit));
    if (next !== undefined) middles.push((point + next) / 2n);
  });
  const [least, greatest] = [points[0] ?? 0n, points.at(-1) ?? 0n];
  // beyond 2^53 the neighbouring whole number is not another double
  const ends = [least > 0n ? -unit : 2n * least - unit, greatest < 0n ? unit : 2n * greatest + unit];
  return {
    texts: [...(points.length === 0 ? [0n] : points), ...wholes, ...middles, ...ends].map((each) => written(each, digits)),
    exact: read.every((each) => each.replace(/^-|\./g, '').replace(/^0+|0+$/g, '').length <= 15),
  };
}

function scaled(text: string, digits: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(digits, '0'));
}

function floor(value: bigint, unit: bigint): bigint {
  const rest = value % unit;
  return value - (rest < 0n ? rest + unit : rest);
}

function written(value: bigint, digits: number): string {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return `${value < 0n ? '-' : ''}${text.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`;
}
