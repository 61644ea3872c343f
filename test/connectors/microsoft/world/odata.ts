/*
 * The query options of Microsoft Graph and Azure Resource Manager as far as descriptions need them:
 * https://learn.microsoft.com/graph/query-parameters. What is not known is an error, so that a wrong request is not answered by chance.
 */

export type Item = Readonly<Record<string, unknown>>;

export class BadQuery extends Error {}

/** Conditions joined by `and`, each a comparison or a function of Azure without arguments. */
export function filtered(
  items: readonly Item[],
  filter: string | null,
  functions: Readonly<Record<string, (item: Item) => boolean>> = {},
): readonly Item[] {
  if (filter === null || filter.trim() === '') return items;
  const conditions = splitOutsideQuotes(filter, / and /gi).map((text) => condition(text.trim(), functions));
  return items.filter((item) => conditions.every((holds) => holds(item)));
}

const COMPARISON = /^([A-Za-z][\w./]*) (eq|ne|ge|le|gt|lt) (.+)$/;

function condition(text: string, functions: Readonly<Record<string, (item: Item) => boolean>>): (item: Item) => boolean {
  const known = functions[text];
  if (known !== undefined) return known;
  const [, path, operator, literal] = COMPARISON.exec(text) ?? [];
  if (path === undefined || operator === undefined || literal === undefined) throw new BadQuery(`the filter ${text} is not understood`);
  const wanted = literalOf(literal);
  return (item) => {
    const seen = at(item, path.split(/[/.]/));
    if (seen === undefined) throw new BadQuery(`there is no property ${path} to filter by`);
    switch (operator) {
      case 'eq':
        return alike(seen, wanted);
      case 'ne':
        return !alike(seen, wanted);
      case 'ge':
        return moment(seen) >= moment(wanted);
      case 'le':
        return moment(seen) <= moment(wanted);
      default:
        throw new BadQuery(`the operator ${operator} is not supported`);
    }
  };
}

function moment(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

function alike(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' ? a.toLowerCase() === b.toLowerCase() : a === b;
}

function literalOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  const quoted = /^'((?:[^']|'')*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (/^[\w:.+-]+$/.test(text)) return text;
  throw new BadQuery(`the literal ${text} is not understood`);
}

function at(item: Item, path: readonly string[]): unknown {
  let value: unknown = item;
  for (const key of path) value = typeof value === 'object' && value !== null ? (value as Item)[key] : undefined;
  return value;
}

export function splitOutsideQuotes(text: string, separator: RegExp): readonly string[] {
  const held: string[] = [];
  const bare = text.replaceAll(/'(?:[^']|'')*'/g, (quoted) => `\u0000${held.push(quoted) - 1}\u0000`);
  return bare.split(separator).map((part) => part.replaceAll(/\u0000(\d+)\u0000/g, (_, index: string) => held[Number(index)] ?? ''));
}

/**
 * Only what was asked for, and nothing beside it. A property that the service does not have is an error, as it is there.
 * `@odata.type` goes with objects of a list of several kinds.
 */
export function selected(
  items: readonly Item[],
  select: string | null,
  expand: readonly Expand[],
  known: ReadonlySet<string>,
): readonly Item[] {
  const wanted = select === null ? null : new Set(select.split(',').map((each) => each.trim()));
  for (const each of wanted ?? []) {
    if (!known.has(each)) throw new BadQuery(`Could not find a property named '${each}' on the type asked for.`);
  }
  return items.map((item) => {
    const own = Object.entries(item).filter(([key]) => (wanted === null ? !hidden.has(key) : wanted.has(key) || key.startsWith('@odata')));
    return Object.fromEntries([...own, ...expand.map((each) => [each.name, related(item[each.name], each)] as const)]);
  });
}

/** Told only where they are asked for by name. */
const hidden = new Set([
  'signInActivity',
  'activatedUsing',
  'principal',
  'policy',
  'rules',
  'federatedIdentityCredentials',
  'owners',
  'onPremisesImmutableId',
]);

/** One name of `$expand`, with what stands in its parentheses. */
export interface Expand {
  readonly name: string;
  readonly select: string | null;
  readonly expand: readonly Expand[];
}

export function expandsOf(text: string | null): readonly Expand[] {
  if (text === null) return [];
  return (text.match(/[A-Za-z]+(?:\([^()]*(?:\([^()]*\)[^()]*)*\))?/g) ?? []).map((each) => {
    const [, name = '', inner = ''] = /^([A-Za-z]+)(?:\((.*)\))?$/.exec(each) ?? [];
    const options = new Map(inner.split(';').map((option) => [option.split('=')[0] ?? '', option.slice(option.indexOf('=') + 1)] as const));
    return { name, select: options.get('$select') ?? null, expand: expandsOf(options.get('$expand') ?? null) };
  });
}

function related(value: unknown, { select, expand }: Expand): unknown {
  if (Array.isArray(value)) {
    const items = value as readonly Item[];
    return selected(items, select, expand, new Set([...(select?.split(',') ?? []), ...items.flatMap((each) => Object.keys(each))]));
  }
  if (typeof value !== 'object' || value === null) return value ?? null;
  return selected([value as Item], select, expand, new Set(Object.keys(value)))[0];
}

export interface Paged {
  readonly items: readonly Item[];
  /** Goes into the next link; `null`: this is the last page. */
  readonly next: string | null;
}

/** Skip tokens are opaque: a number in disguise, good for this list alone. */
export function paged(items: readonly Item[], token: string | null, size: number): Paged {
  const start = token === null ? 0 : Number(/^page-(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1] ?? Number.NaN);
  if (!Number.isInteger(start)) throw new BadQuery('the skip token is not one of ours');
  const end = start + size;
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(`page-${end}`).toString('base64url') : null };
}
