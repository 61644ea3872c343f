import type { Instant } from '../../base/instant.ts';
import { visible } from '../../base/text/visible.ts';
import { lifeCycleEventTypes, type EventKey, type LifeCycleEvent } from '../../model/life-cycle.ts';
import { RowFault } from '../errors.ts';
import { JUSTIFICATION_CHARACTERS } from '../limits.ts';
import type { Row } from '../rows/row.ts';
import type { EventSpec, Keys, Value } from './schema.ts';
import { timeReader, type Notes, type ReadTime, type TimeDefaults } from './times.ts';
import { nameable, onlyOne, shown, type Compiler, type Read } from './values.ts';

/** What one spec makes of a row: none where it does not apply, or has not happened; one for each object and scope. */
export type ReadEvents = (row: Row, id: string, notes: Notes) => readonly LifeCycleEvent[];

const makers = ['provider', 'broker', 'automation', 'person', 'unknown'] as const;
const things = [
  ...['eligibility', 'assignment', 'membership', 'ownership', 'consent', 'credential', 'session', 'policy', 'account', 'other'],
] as readonly LifeCycleEvent['what'][];
const truths = ['true', 'false'] as const;

export interface EventSource {
  readonly system: string;
  readonly sourceKind: LifeCycleEvent['sourceKind'];
}

export function eventReader(spec: EventSpec, { system, sourceKind }: EventSource, defaults: TimeDefaults, compile: Compiler): ReadEvents {
  const text = (name: string, value: Value | undefined): ((row: Row) => string | null) => {
    if (value === undefined) return () => null;
    const read = compile.value(value);
    return (row) => {
      const said = onlyOne(name, read(row));
      return said === null ? null : nameable(name, said);
    };
  };
  const oneOf = <T extends string>(name: string, value: Value | undefined, among: readonly T[], usual: T): ((row: Row) => T) => {
    const read = text(name, value);
    return (row) => {
      const said = read(row);
      return said === null ? usual : member(name, said, among);
    };
  };
  const time = (value: EventSpec['from']): ReadTime => (value === undefined ? () => null : timeReader(value, defaults, compile));
  const list = (value: Value | undefined): Read => (value === undefined ? () => [] : compile.value(value));
  const keys = (given: Keys | undefined): ((row: Row) => readonly EventKey[]) => {
    const readers = (given ?? []).map(({ kind, value }) => ({ kind, read: compile.value(value) }));
    return (row) => distinct(readers.flatMap(({ kind, read }) => read(row).map((said) => ({ kind, value: nameable(kind, said) }))));
  };

  const applies = compile.conditions(spec.when);
  const typed = typeof spec.type === 'string' ? null : compile.value(spec.type);
  const read = {
    at: time(spec.at),
    arrivedAt: time(spec.arrivedAt),
    from: time(spec.from),
    until: time(spec.until),
    succeeded: oneOf('succeeded', spec.succeeded, truths, 'true'),
    outsideBroker: oneOf('outsideBroker', spec.outsideBroker, truths, 'false'),
    by: oneOf('by', spec.by, makers, 'unknown'),
    what: oneOf('what', spec.what, things, 'other'),
    subject: text('subject', spec.subject),
    actor: text('actor', spec.actor),
    about: keys(spec.about),
    actedBy: keys(spec.actedBy),
    objects: list(spec.object),
    scopes: list(spec.scope),
    correlation: text('correlation', spec.correlation),
    justification: list(spec.justification),
    ticket: text('ticket', spec.ticket),
    activity: text('activity', spec.activity),
    region: text('region', spec.region),
  };
  const may = typeof spec.at !== 'string' && spec.at.optional === true;
  const column = typeof spec.at === 'string' ? spec.at : [spec.at.column].flat().join('" or "');

  return function events(row, id, notes) {
    if (!applies(row)) return [];
    const type = typed === null ? (spec.type as LifeCycleEvent['type']) : typeIn(typed(row));
    if (type === null) return [];
    const at = read.at(row, notes);
    if (at === null && may) return [];
    if (at === null) throw new RowFault(`"${column}" says nothing: when it was ${type} is not told`);
    const as = spec.as ?? type;
    const event = (object: string | null, scope: string | null, part: string): LifeCycleEvent => ({
      id: `${id}|${as}${part}`,
      type,
      at,
      arrivedAt: read.arrivedAt(row, notes),
      succeeded: read.succeeded(row) === 'true',
      subject: read.subject(row),
      about: read.about(row),
      actor: read.actor(row),
      actedBy: read.actedBy(row),
      by: read.by(row),
      object,
      scope,
      from: later(read.from(row, notes), at),
      until: read.until(row, notes),
      what: read.what(row),
      outsideBroker: read.outsideBroker(row) === 'true',
      correlation: read.correlation(row),
      justification: justified(read.justification(row)),
      ticket: read.ticket(row),
      activity: read.activity(row) ?? as,
      source: system,
      sourceKind,
      region: read.region(row),
      raw: null,
    });
    const objects = each(read.objects(row), spec.object, 'object');
    const scopes = each(read.scopes(row), spec.scope, 'scope');
    return objects.flatMap((object) => scopes.map((scope) => event(object.name, scope.name, `${object.part}${scope.part}`)));
  };
}

function typeIn(said: readonly string[]): LifeCycleEvent['type'] | null {
  const type = onlyOne('type', said);
  return type === null ? null : member('type', type, lifeCycleEventTypes);
}

function member<T extends string>(name: string, said: string, among: readonly T[]): T {
  const found = among.find((each) => each === said.toLowerCase());
  if (found === undefined) throw new RowFault(`${name} is ${shown(said)}, and can be ${among.join(', ')}`);
  return found;
}

/** Things of a list are told apart by what they are, whether there is one of them or several. */
function each(
  said: readonly string[],
  spec: Value | undefined,
  what: string,
): readonly { readonly name: string | null; readonly part: string }[] {
  const names = [...new Set(said)].map((name) => nameable(what, name));
  if (names.length === 0) return [{ name: null, part: '' }];
  const listed = names.length > 1 || (typeof spec === 'object' && spec.split !== undefined);
  return names.map((name) => ({ name, part: listed ? `|${name}` : '' }));
}

function later(from: Instant | null, at: Instant): Instant | null {
  return from !== null && from > at ? from : null;
}

function distinct(keys: readonly EventKey[]): readonly EventKey[] {
  const seen = new Map(keys.map((key) => [`${key.kind}:${key.value}`.toLowerCase(), key]));
  return [...seen.values()];
}

/** Free text: shown to people, joined by nothing. */
function justified(said: readonly string[]): string | null {
  if (said.length === 0) return null;
  const text = visible(said.join(' ').replace(/\s+/gu, ' '));
  return text.length > JUSTIFICATION_CHARACTERS ? `${text.slice(0, JUSTIFICATION_CHARACTERS - 1)}…` : text;
}
