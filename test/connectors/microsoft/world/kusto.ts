import { BadQuery, type Item } from './odata.ts';

/*
 * The little of the query language of Resource Graph that inventories need:
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language. Anything else is an error, and never an empty table.
 */

export function tableOf(query: string, tables: Readonly<Record<string, readonly Item[]>>): readonly Item[] {
  const [table = '', ...steps] = split(query, '|').map((each) => each.trim());
  const rows = Object.entries(tables).find(([name]) => name === table.toLowerCase())?.[1];
  if (rows === undefined) throw new BadQuery(`there is no table ${table}`);
  return steps.reduce<readonly Item[]>((items, step) => stepped(items, step), rows);
}

function stepped(items: readonly Item[], step: string): readonly Item[] {
  const [, verb = '', rest = ''] = /^(\w+)\s*([\s\S]*)$/.exec(step) ?? [];
  switch (verb.toLowerCase()) {
    case 'where':
      return items.filter((item) => holds(item, rest));
    case 'project':
    case 'extend':
      return items.map((item) => ({
        ...(verb === 'extend' ? item : {}),
        ...Object.fromEntries(split(rest, ',').map((each) => column(item, each.trim()))),
      }));
    case 'order':
    case 'sort': {
      const key = /^by\s+(\w+)(?:\s+asc)?$/i.exec(rest.trim())?.[1];
      if (key === undefined) throw new BadQuery(`the order ${rest} is not understood`);
      return [...items].sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1));
    }
    default:
      throw new BadQuery(`the step ${step} is not understood`);
  }
}

function column(item: Item, text: string): readonly [string, unknown] {
  const [, name, expression] = /^(\w+)\s*=\s*([\s\S]+)$/.exec(text) ?? [];
  return name === undefined || expression === undefined
    ? [text.replace(/^.*\./, ''), valueOf(item, text)]
    : [name, valueOf(item, expression)];
}

function holds(item: Item, text: string): boolean {
  const or = words(text, 'or');
  if (or.length > 1) return or.some((each) => holds(item, each));
  const and = words(text, 'and');
  if (and.length > 1) return and.every((each) => holds(item, each));
  const bare = text.trim();
  if (bare.startsWith('(') && bare.endsWith(')')) return holds(item, bare.slice(1, -1));
  const [, test, inner] = /^(isnotempty|isnotnull|isempty|isnull)\((.+)\)$/i.exec(bare) ?? [];
  if (test !== undefined && inner !== undefined) {
    const value = valueOf(item, inner);
    const empty = value === null || value === undefined || value === '';
    return test.toLowerCase().startsWith('isnot') ? !empty : empty;
  }
  const [, left, operator, right] =
    /^(.+?)\s*(=~|==|!=|!~|in~|in|has|startswith|contains)\s*(\(.*\)|'[^']*'|"[^"]*"|true|false)$/i.exec(bare) ?? [];
  if (left === undefined || operator === undefined || right === undefined) throw new BadQuery(`the condition ${bare} is not understood`);
  return compared(textOf(valueOf(item, left)), operator.toLowerCase(), right);
}

function compared(value: string, operator: string, right: string): boolean {
  const list = right.startsWith('(') ? split(right.slice(1, -1), ',').map(unquoted) : [unquoted(right)];
  const [one = ''] = list;
  const small = value.toLowerCase();
  switch (operator) {
    case '==':
      return value === one;
    case '!=':
      return value !== one;
    case '=~':
      return small === one.toLowerCase();
    case '!~':
      return small !== one.toLowerCase();
    case 'in':
      return list.includes(value);
    case 'in~':
      return list.some((each) => each.toLowerCase() === small);
    case 'startswith':
      return small.startsWith(one.toLowerCase());
    default:
      return small.includes(one.toLowerCase());
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/, '$2');
}

function valueOf(item: Item, text: string): unknown {
  const expression = text.trim();
  const [, name, inner] = /^(tostring|tolower|todynamic|tobool)\((.+)\)$/i.exec(expression) ?? [];
  if (name !== undefined && inner !== undefined) {
    const value = valueOf(item, inner);
    if (name.toLowerCase() === 'tobool' || name.toLowerCase() === 'todynamic') return value ?? null;
    // what is not there is an empty text
    const told = textOf(value);
    return name.toLowerCase() === 'tolower' ? told.toLowerCase() : told;
  }
  if (!/^[A-Za-z_]\w*([.][A-Za-z_]\w*)*$/.test(expression)) throw new BadQuery(`the expression ${expression} is not understood`);
  let value: unknown = item;
  for (const key of expression.split('.')) value = typeof value === 'object' && value !== null ? (value as Item)[key] : undefined;
  return value ?? null;
}

/** At a character outside of quotes and parentheses. */
function split(text: string, at: string): readonly string[] {
  return parts(text, (rest) => (rest.startsWith(at) ? at.length : 0));
}

function words(text: string, word: string): readonly string[] {
  const found = new RegExp(`^\\s${word}\\s`, 'i');
  return parts(text, (rest) => found.exec(rest)?.[0].length ?? 0);
}

function parts(text: string, separator: (rest: string) => number): readonly string[] {
  const all: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const each = text[at] ?? '';
    if (quote !== '') quote = each === quote ? '' : quote;
    else if (each === "'" || each === '"') quote = each;
    else if (each === '(') depth++;
    else if (each === ')') depth--;
    else if (depth === 0) {
      const length = separator(text.slice(at));
      if (length > 0) {
        all.push(text.slice(start, at));
        start = at + length;
        at = start - 1;
      }
    }
  }
  return [...all, text.slice(start)];
}
