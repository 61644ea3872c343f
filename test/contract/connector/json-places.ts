import { isJsonObject, type Json } from '../../../src/base/json.ts';

/** The value an RFC 6901 pointer names; `undefined` = it names nothing. */
export function at(body: Json, pointer: string): Json | undefined {
  if (pointer === '') return body;
  if (!pointer.startsWith('/')) return undefined;
  let value: Json | undefined = body;
  for (const step of segments(pointer)) {
    if (Array.isArray(value)) value = /^(0|[1-9]\d*)$/.test(step) ? (value[Number(step)] as Json | undefined) : undefined;
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** A copy in which the value at the pointer is another. */
export function replaced(body: Json, pointer: string, value: Json): Json {
  const [first, ...rest] = segments(pointer);
  if (first === undefined) return value;
  const inner = rest.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  if (Array.isArray(body)) return body.map((each: Json, i) => (String(i) === first ? replaced(each, inner, value) : each));
  if (!isJsonObject(body)) return body;
  return { ...body, [first]: replaced(body[first] ?? null, inner, value) };
}

/** Pointers to the elements of the arrays in which items stand: the outermost array on the way to each of the places given. */
export function itemLists(body: Json, pointers: Iterable<string>): ReadonlySet<string> {
  const lists = new Set<string>();
  for (const pointer of pointers) {
    const steps = segments(pointer);
    for (let i = 0; i < steps.length; i++) {
      const parent = steps
        .slice(0, i)
        .map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`)
        .join('');
      if (!Array.isArray(at(body, parent))) continue;
      lists.add(parent);
      break;
    }
  }
  return lists;
}

export function frozen<T extends Json>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) if (each !== undefined) frozen(each);
  return Object.freeze(value);
}

function segments(pointer: string): readonly string[] {
  return pointer === ''
    ? []
    : pointer
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
