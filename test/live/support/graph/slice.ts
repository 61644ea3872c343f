import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';

/** One operation of a description, as its path stands there. */
export interface Operation {
  readonly method: 'get' | 'post';
  /** `/groups/{group-id}/members` */
  readonly template: string;
  /** Below which it is served: `/v1.0`. */
  readonly root: string;
}

/** What a query option may name though the description is older than it is, by template. */
export type Later = Readonly<Record<string, { readonly [option in '$select' | '$expand']?: readonly string[] }>>;

/** The operation of an OpenAPI description that a request is; `undefined` where it has none. A function's namespace may be left out. */
export function operationOf(description: JsonObject, method: 'get' | 'post', path: string): string | undefined {
  const asked = path.split('/');
  const fits = Object.entries(objectAt(description, 'paths'))
    .filter(([template, operations]) => isJsonObject(operations) && operations[method] !== undefined && isLike(template.split('/'), asked))
    .map(([template]) => template);
  // a part that is named goes before one that stands for any
  return fits.sort((a, b) => a.split('{').length - b.split('{').length)[0];
}

function isLike(template: readonly string[], asked: readonly string[]): boolean {
  return (
    template.length === asked.length &&
    template.every((part, at) => {
      const other = asked[at] ?? '';
      const isAny = part.startsWith('{') && !other.includes('.');
      return isAny || part === other || part.replace(/^microsoft\.graph\.(?=get)/, '') === other;
    })
  );
}

/** Names of the query options that an operation takes. */
export function optionsOf(description: JsonObject, { method, template }: Omit<Operation, 'root'>): ReadonlySet<string> {
  return new Set(parametersOf(description, method, template).flatMap((each) => (each['in'] === 'query' ? [textAt(each, 'name')] : [])));
}

/** What a parameter of an operation may name, where its description counts them. */
export function namesOf(description: JsonObject, { method, template }: Omit<Operation, 'root'>, option: string): readonly string[] {
  const found = parametersOf(description, method, template).find((each) => each['name'] === option);
  const names = found === undefined ? [] : objectAt(objectAt(found, 'schema'), 'items')['enum'];
  return Array.isArray(names) ? names.filter((each): each is string => typeof each === 'string') : [];
}

/**
 * A description of the operations alone, with the schemas that they reach; navigation properties, which reach all the rest, are left
 * out, and so is what names subtypes. `$expand` with options in brackets, which the description does not know, is held against the
 * name before them. The requests' side is otherwise as it was.
 */
export function sliced(
  sources: readonly { readonly description: JsonObject; readonly operations: readonly Operation[] }[],
  later: Later,
): JsonObject {
  const paths: Record<string, Record<string, Json>> = {};
  const schemas: Record<string, Json> = {};
  sources.forEach(({ description, operations }, at) => {
    const needed = new Set<string>();
    const nameOf = (name: string): string => `d${at}.${name}`;
    for (const { method, template, root } of operations) {
      const own = objectAt(objectAt(objectAt(description, 'paths'), template), method);
      const shown = template.replace(/\/microsoft\.graph\.(?=get)/, '/');
      const added = later[`${root}${template}`] ?? {};
      const parameters = inherited(description, template)
        .concat(parametersOf(description, method, template))
        .map((each) => lenient(each, added));
      const { requestBody } = own;
      (paths[`${root}${shown}`] ??= {})[method] = carried(
        {
          parameters,
          ...(requestBody === undefined ? {} : { requestBody }),
          responses: { 200: resolved(description, objectAt(own, 'responses')['2XX'] ?? null) },
        },
        needed,
        nameOf,
      );
    }
    for (const name of needed) {
      const schema = objectAt(objectAt(description, 'components'), 'schemas')[name] ?? {};
      schemas[nameOf(name)] = carried(schema, needed, nameOf);
    }
  });
  return { openapi: '3.0.1', info: { title: 'what is asked of Microsoft Graph', version: '1' }, paths, components: { schemas } };
}

/** Copies, without navigation properties, next links, examples and subtypes; adds the schemas referred to. */
function carried(value: Json, needed: Set<string>, nameOf: (name: string) => string): Json {
  if (Array.isArray(value)) return value.map((each: Json) => carried(each, needed, nameOf));
  if (!isJsonObject(value)) return value;
  const referred = value['$ref'];
  if (typeof referred === 'string' && referred.startsWith(SCHEMAS)) {
    const name = decodeURIComponent(referred.slice(SCHEMAS.length));
    needed.add(name);
    return { $ref: `${SCHEMAS}${nameOf(name)}` };
  }
  const copy: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === 'discriminator' || name === 'examples' || name === '@odata.nextLink' || name.startsWith('x-') || member === undefined)
      continue;
    if (isJsonObject(member) && member['x-ms-navigationProperty'] === true) continue;
    copy[name] = carried(member, needed, nameOf);
  }
  return copy;
}

const SCHEMAS = '#/components/schemas/';

/** Options in brackets after a name to expand, which are cut where they have commas, and names that came later. */
function lenient(parameter: JsonObject, added: Later[string]): JsonObject {
  const { name } = parameter;
  const schema = objectAt(parameter, 'schema');
  const items = objectAt(schema, 'items');
  const names = items['enum'];
  if (!Array.isArray(names)) return parameter;
  const told = names.filter((each): each is string => typeof each === 'string');
  if (name !== '$select' && name !== '$expand') return parameter;
  const all = [...told, ...(added[name] ?? [])];
  if (name === '$select') return { ...parameter, schema: { ...schema, items: { ...items, enum: all } } };
  const pattern = `^(${all.map((each) => each.replace(/[.*]/g, '\\$&')).join('|')})(\\(.*)?$|^[A-Za-z]+\\)$`;
  return { ...parameter, schema: { ...schema, items: { type: 'string', pattern } } };
}

function parametersOf(description: JsonObject, method: string, template: string): readonly JsonObject[] {
  const own = objectAt(objectAt(objectAt(description, 'paths'), template), method)['parameters'];
  return listed(description, own);
}

/** Those of the path, which every method has. */
function inherited(description: JsonObject, template: string): JsonObject[] {
  return [...listed(description, objectAt(objectAt(description, 'paths'), template)['parameters'])];
}

function listed(description: JsonObject, parameters: Json | undefined): readonly JsonObject[] {
  if (!Array.isArray(parameters)) return [];
  return parameters.map((each: Json) => resolved(description, each)).filter(isJsonObject);
}

/** What a reference to anything but a schema stands for. */
function resolved(description: JsonObject, value: Json): Json {
  const referred = isJsonObject(value) ? value['$ref'] : undefined;
  if (typeof referred !== 'string') return value;
  let found: JsonObject = description;
  for (const part of referred.slice(2).split('/')) found = objectAt(found, decodeURIComponent(part));
  return found;
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isJsonObject(member) ? member : {};
}

function textAt(value: JsonObject, name: string): string {
  const member = value[name];
  return typeof member === 'string' ? member : '';
}
