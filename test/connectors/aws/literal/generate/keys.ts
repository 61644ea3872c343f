import { entryHolds, operatorOf } from '../condition.ts';
import type { LiteralRequest } from '../request.ts';
import type { Domains } from '../unknown.ts';
import { fits, variablePieces } from '../text.ts';
import { keyState } from '../keys.ts';
import { arns } from './arns.ts';

/*
 * The keys that generated policies ask for, what they compare them with, and for each a domain: values such that every combination
 * of answers which some text brings about is brought about by one of them. As the comparisons of a key are few and short, trying
 * all short texts finds those values; `domains.test.ts` tries longer ones.
 */

export interface Comparison {
  /** A positive operator. */
  readonly operator: string;
  readonly value: string;
}
export interface KeySpec {
  readonly key: string;
  readonly comparisons: readonly Comparison[];
  /** Texts to look for a domain among. */
  readonly universe: readonly string[];
}

export const letters = ['a', 'b', 'c', 'A'];

/** All texts up to a length. */
export function textsOver(alphabet: readonly string[], length: number): readonly string[] {
  let longest = [''];
  const texts = [''];
  for (let at = 0; at < length; at += 1) {
    longest = longest.flatMap((text) => alphabet.map((letter) => text + letter));
    texts.push(...longest);
  }
  return texts;
}

function many(operators: readonly string[], values: readonly string[]): Comparison[] {
  return operators.flatMap((operator) => values.map((value) => ({ operator, value })));
}

const strings = [
  ...many(['StringEquals'], ['a', 'b', '']),
  ...many(['StringEqualsIgnoreCase'], ['A']),
  ...many(['StringLike'], ['a*', '?b', '*', '*b*', '']),
];
const plainStrings = [...many(['StringEquals'], ['a', '*']), ...many(['StringLike'], ['a*'])];
const orders = ['Equals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const dates = many(
  orders.map((each) => `Date${each}`),
  ['2021-01-01T00:00:00Z', '2022-01-01', '1640995200', 'x'],
);
const moments = ['1577836800', '1609459200', '1620000000', '1640995200', '1700000000'];
const bools = many(['Bool'], ['true', 'FALSE', 'x']);
const boolTexts = ['true', 'false', 'True', '', 'x', 'y'];
const A = '111111111111';
const X = '222222222222';

// texts that are variables in documents of the newer version among them
const names = [
  '',
  'a',
  'A',
  'ann',
  'ANN',
  'anns',
  'ann*',
  'ab',
  'abc',
  'x',
  'xy',
  'y',
  'a*',
  '*',
  'ab*',
  'x*',
  '${aws:username}',
  '${aws:username}*',
  '${aws:username}s',
  'ANN*',
  'AB',
  'AB*',
  'A*',
  'X',
  'X*',
  '${AWS:USERNAME}*',
  '${AWS:USERNAME}',
  "${AWS:UserName, 'a'}",
  "${AWS:USERNAME, 'A'}",
];

export const keySpecs: readonly KeySpec[] = [
  ...['aws:RequestTag/k', 'sts:ExternalId'].map((key) => ({ key, comparisons: strings, universe: textsOver(letters, 3) })),
  ...['s3:prefix', 'aws:PrincipalTag/t'].map((key) => ({ key, comparisons: plainStrings, universe: textsOver([...letters, '*'], 2) })),
  {
    key: 's3:max-keys',
    comparisons: many(
      orders.map((each) => `Numeric${each}`),
      ['3', '5.0', 'x'],
    ),
    universe: ['', 'x', '-1', '1', '3', '4', '5', '6', '3.0'],
  },
  { key: 'aws:CurrentTime', comparisons: dates, universe: moments },
  {
    key: 'aws:EpochTime',
    comparisons: [
      ...dates,
      ...many(
        orders.map((each) => `Numeric${each}`),
        ['1609459200'],
      ),
    ],
    universe: moments,
  },
  { key: 'aws:TokenIssueTime', comparisons: dates, universe: ['', 'x', ...moments, '2021-01-01T00:00:00Z', '2021-06-01'] },
  ...['aws:SecureTransport', 'aws:MultiFactorAuthPresent', 'aws:ViaAWSService', 'x:Flag'].map((key) => ({
    key,
    comparisons: bools,
    universe: boolTexts,
  })),
  {
    key: 'aws:SourceIp',
    comparisons: many(['IpAddress'], ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.1', '2001:db8::/32', '10.0.0.0/33']),
    universe: ['10.1.2.3', '10.2.0.1', '192.0.2.1', '8.8.8.8', '2001:db8::1', '::1', 'x', ''],
  },
  { key: 'x:Hash', comparisons: many(['BinaryEquals'], ['YQ==', 'YWI=', '!']), universe: ['YQ==', 'YWI=', 'YWJj', '!', '?', ''] },
  {
    key: 'aws:SourceArn',
    comparisons: many(['ArnEquals', 'ArnLike'], ['arn:aws:s3:::a*', 'arn:aws:s3:::b', 'arn:*:s3:::?', 'arn:aws:s3:*:*:a']),
    universe: [
      '',
      'x',
      ...['', 'a', 'b', 'c', 'ab', 'bb', 'a:b', 'b:a'].flatMap((rest) =>
        ['', '1', '1:2'].map((middle) => `arn:aws:s3:${middle}:${middle}:${rest}`),
      ),
      ...['a', 'b', 'c', 'ab', 'bb'].map((rest) => `arn:aws-cn:s3:::${rest}`),
    ],
  },
  ...['aws:TagKeys', 'aws:CalledVia'].map((key) => ({
    key,
    comparisons: [...many(['StringEquals'], ['a', 'b']), ...many(['StringLike'], ['*'])],
    universe: ['', 'a', 'b', 'c', 'd'],
  })),
  {
    key: 'x:Name',
    comparisons: [
      ...many(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'], ['${aws:username}', '${aws:username}*', "${AWS:UserName, 'a'}"]),
      ...many(['StringEquals', 'StringLike'], ['ann', 'a*']),
    ],
    // texts of older versions among them
    universe: names,
  },
  {
    key: 'x:Arn',
    comparisons: many(
      ['ArnLike', 'ArnEquals'],
      ['${aws:PrincipalArn}', 'arn:aws:iam::${aws:PrincipalAccount}:user/*', 'arn:aws:iam::*:*/${aws:username}', 'arn:*:iam::*'],
    ),
    universe: arns,
  },
  {
    key: 'aws:PrincipalArn',
    comparisons: many(['ArnLike', 'ArnEquals'], [`arn:aws:iam::${A}:user/*`, `arn:aws:iam::*:role/r`, `arn:aws:iam::${A}:role/*`]),
    universe: arns,
  },
  { key: 'aws:PrincipalAccount', comparisons: many(['StringEquals'], [A, X]), universe: [A, X, 'c', 'd', '', '${aws:PrincipalAccount}'] },
  {
    key: 'aws:ResourceAccount',
    comparisons: many(['StringEquals'], [A, X, '${aws:PrincipalAccount}']),
    universe: [A, X, 'c', 'd', '', '${aws:PrincipalAccount}'],
  },
  {
    key: 'aws:username',
    comparisons: [...many(['StringEquals'], ['ann', 'a']), ...many(['StringLike'], ['a*'])],
    universe: [...names, 'r', 'q', 'g', 'z', 'b', 'c'],
  },
  {
    key: 'aws:userid',
    comparisons: many(['StringLike'], ['AROAQ:*', 'AIDAQ', '*:s']),
    universe: ['', 'AROAQ:', 'AROAQ:s', 'AIDAQ', 'x:s', 'x'],
  },
  { key: 'aws:PrincipalType', comparisons: many(['StringEquals'], ['User', 'AssumedRole']), universe: ['', 'User', 'AssumedRole', 'x'] },
  { key: 'aws:PrincipalIsAWSService', comparisons: bools, universe: boolTexts },
];

const plain = { effect: 'Deny', variables: false, valueOf: () => undefined } as const;
const notOf = (operator: string): string | undefined =>
  [operator.replace('Equals', 'NotEquals'), operator.replace('Like', 'NotLike'), operator.replace('IpAddress', 'NotIpAddress')].find(
    (each) => each !== operator && operatorOf(each) !== undefined,
  );

/** All that comparisons tell about one value, also which of them cannot read it. */
export function vectorOf(comparisons: readonly Comparison[], value: string, valueOf?: (key: string) => string | undefined): string {
  const holds = (operator: string, written: string, doubt: boolean): boolean => {
    const read = operatorOf(operator);
    if (read === undefined) throw new Error(`no operator ${operator}`);
    return entryHolds({ ...read, key: 'k', values: [written] }, [value], {
      ...plain,
      ...(valueOf === undefined ? {} : { variables: true, valueOf }),
      doubt: () => doubt,
    });
  };
  // set operators drop the empty text
  const empty = Number(value === '');
  const told = comparisons
    .flatMap((each) => {
      const negated = notOf(each.operator);
      return [
        holds(each.operator, each.value, false),
        ...(negated === undefined ? [] : [holds(negated, each.value, false), holds(negated, each.value, true)]),
      ];
    })
    .map(Number)
    .join('');
  return `${empty}${told}`;
}

/** The first of the texts for each combination of answers. */
export function representatives(texts: readonly string[], tell: (text: string) => string): readonly string[] {
  return [...new Map(texts.toReversed().map((text) => [tell(text), text])).values()].toReversed();
}

export const simpleDomains: ReadonlyMap<string, readonly string[]> = new Map(
  keySpecs.map(({ key, comparisons, universe }) => [
    key.toLowerCase(),
    // values that are compared with each other stay
    comparisons.some(({ value }) => value.includes('${')) || ['aws:PrincipalAccount', 'aws:PrincipalArn', 'aws:username'].includes(key)
      ? universe
      : representatives(universe, (value) => vectorOf(comparisons, value)),
  ]),
);

/** The key whose value other keys and resources are compared with, and how. */
export const VARIABLE = 'aws:PrincipalTag/t';
export const COMPARED = 's3:prefix';
export const variablePatterns = ['${aws:PrincipalTag/t}', '${aws:PrincipalTag/t}*', "${aws:principaltag/T, 'a'}"];
/** In resources, the name of an object of bucket `b`. */
export const objectPatterns = ['${aws:PrincipalTag/t}', '${aws:PrincipalTag/t}*', 'a${aws:PrincipalTag/t}', "${aws:PrincipalTag/t, 'a'}"];
const objects = ['', 'a', 'ab'];

function fitsWith(pattern: string, variable: string, value: string): boolean {
  return fits(variablePieces(pattern, () => variable)?.pieces ?? [], value);
}

/** How a value of the other key compares with the variable's value, a star being a star or not, and by itself. */
export function jointOf(value: string, variable: string): string {
  const literal = variablePatterns.map((pattern) => pattern.replace(/\$\{.*?\}/, () => variable) === value);
  const related = variablePatterns.map((pattern) => fitsWith(pattern, variable, value));
  return `${vectorOf(plainStrings, value)}/${[...literal, ...related].map(Number).join('')}`;
}
/** What a value of the variable brings about by itself and on objects, and with which values of the other key it may meet. */
export function profileOf(variable: string, values: readonly string[]): string {
  const alone = objectPatterns.flatMap((pattern) => objects.map((name) => Number(fitsWith(pattern, variable, name)))).join('');
  return [vectorOf(plainStrings, variable), alone, ...[...new Set(values.map((value) => jointOf(value, variable)))].sort()].join('|');
}

const longer = textsOver(['a', 'b', '*'], 4);
/** What is a variable in one document is text in another of an older version. */
export const rawPatterns = many(['StringEquals', 'StringLike'], [...variablePatterns, '${*}']);
export const rawTexts = [...variablePatterns, '${aws:PrincipalTag/t}x', '${aws:PrincipalTag/t}}', '${*}', '${x}', '${x'];
const rawDomain = representatives(rawTexts, (text) => vectorOf(rawPatterns, text));
/** The variable too may have what is such a text: the other key may then be both at once. */
export const variableDomain = [...representatives(textsOver(['a', 'b', '*'], 2), (text) => profileOf(text, longer)), ...rawDomain];
/** Values of the other key, enough for each value of the variable. */
export const comparedDomain = variableDomain.reduce<readonly string[]>((domain, variable) => {
  const met = new Set(domain.map((value) => jointOf(value, variable)));
  return [...domain, ...representatives(longer, (value) => jointOf(value, variable)).filter((value) => !met.has(jointOf(value, variable)))];
}, rawDomain);

const ARN = 'x:arn';
const arnComparisons = keySpecs.find((each) => each.key.toLowerCase() === ARN)?.comparisons ?? [];
const arnDomains = new Map<string, readonly string[]>();

/** Where all that ARNs are compared with is told, one of those that are alike is enough. */
function arnDomain(request: LiteralRequest): readonly string[] {
  const told = new Map<string, string | undefined>();
  for (const key of ['aws:principalarn', 'aws:principalaccount', 'aws:username']) {
    const state = keyState(request, key);
    if (state.is === 'absent') told.set(key, undefined);
    else if (state.is === 'present' && state.values.length === 1) told.set(key, state.values[0]);
    else return arns;
  }
  const name = JSON.stringify([...told.values()].map((value) => value ?? null));
  const domain = arnDomains.get(name) ?? representatives(arns, (arn) => arnVector(arn, (key) => told.get(key)));
  arnDomains.set(name, domain);
  return domain;
}
/** What is told about an ARN by a document of the newer version and by one of the older. */
export function arnVector(arn: string, valueOf: (key: string) => string | undefined): string {
  return `${vectorOf(arnComparisons, arn)}/${vectorOf(arnComparisons, arn, valueOf)}`;
}

/** The values to try for the unknown keys of a request. */
export function domainsFor(request: LiteralRequest): Domains {
  // where a document mentions the variable its values count, and not only what they are like
  const withVariable = JSON.stringify(request).toLowerCase().includes('${');
  return (key) => {
    if (withVariable && key === VARIABLE.toLowerCase()) return variableDomain;
    if (withVariable && key === COMPARED) return comparedDomain;
    if (key === ARN) return arnDomain(request);
    const domain = simpleDomains.get(key);
    if (domain === undefined) throw new Error(`no domain for ${key}`);
    return domain;
  };
}
