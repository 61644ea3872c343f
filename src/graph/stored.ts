import { impossible } from '../base/errors.ts';
import type { Credential } from '../model/entity.ts';
import type { ElementColumns } from './columns/element-columns.ts';
import type { GraphColumns } from './columns/graph-columns.ts';
import type { Graph } from './graph.ts';
import type { Joined } from './join.ts';
import { ledgerOf } from './ledger.ts';
import type { LedgerSource } from './ledger.ts';
import { graphColumns, openGraph } from './opened.ts';
import type { GraphParts } from './opened.ts';
import { canonicalColumns } from './stored/canonical.ts';
import { SectionReader, SectionWriter } from './stored/sections.ts';
import { lookupIn, tableOf } from './stored/tables.ts';
import type { Table } from './stored/tables.ts';

/** The graph as bytes, in pieces: its columns as they lie, and JSON for the rest. They follow from what the graph holds, in whatever order that came. {@link openStoredGraph} makes the same graph of them. */
export function* storedGraph(graph: Graph): Iterable<Uint8Array> {
  const columns = graphColumns(graph) ?? impossible('a graph was to be stored that has no columns');
  const to = new SectionWriter();
  yield* to.begin();
  yield* writeColumns(to, canonicalColumns(columns, graph.targets));
  yield* writeParts(to, graph);
  yield* to.end();
}

/**
 * The graph of these bytes, which it goes on using: they may not change while it is used. Texts and objects are read when they are first
 * asked for. Throws `GraphError`: `stored-damaged` where the bytes were cut or changed, `stored-version` where another version wrote them.
 * `sum`: `checked` by whoever held the very bytes against a sum of his own; their own sum is then left alone.
 */
export function openStoredGraph(bytes: Uint8Array, sum: 'check' | 'checked' = 'check'): Graph {
  const from = new SectionReader(bytes, sum);
  const columns = readColumns(from);
  const parts = readParts(from);
  from.end();
  return openGraph(columns, parts);
}

function* writeColumns(to: SectionWriter, columns: GraphColumns): Iterable<Uint8Array> {
  const { identities: people, evidence } = columns;
  yield* to.texts(columns.boundaryNames);
  for (const each of [people.ids, people.uids, people.names, people.rests, people.shapes]) yield* to.texts(each);
  for (const each of [people.boundary, people.created, people.shape, people.evidence]) yield* to.column(each);
  for (const each of [columns.nodeKind, columns.idHash, columns.idPower, columns.targetCapability]) yield* to.column(each);
  yield* to.texts(columns.targetScope);
  for (const each of [columns.links, columns.grants]) yield* writeElements(to, each);
  for (const each of [evidence.pages, evidence.pointers]) yield* to.texts(each);
  for (const each of [evidence.start, evidence.items]) yield* to.column(each);
}

function* writeElements(to: SectionWriter, columns: ElementColumns): Iterable<Uint8Array> {
  const { from, to: end, boundary, facet, shape, policy, evidence } = columns;
  for (const each of [from, end, boundary, facet, shape, policy, evidence]) yield* to.column(each);
  for (const each of [columns.facets, columns.shapes, columns.policies]) yield* to.texts(each);
}

// Members of an object are read in the order in which they are written here: that of the sections.
function readColumns(from: SectionReader): GraphColumns {
  const boundaryNames = from.texts();
  const [ids, uids, names, rests, shapes] = [from.texts(), from.texts(), from.texts(), from.texts('made-anew'), from.texts()];
  const [boundary, created, shape, rows] = [from.int32(), from.float64(), from.int32(), from.int32()];
  return {
    boundaryNames,
    identities: { ids, uids, names, rests, shapes, boundary, created, shape, evidence: rows },
    nodeKind: from.uint8(),
    idHash: from.int32(),
    idPower: from.int32(),
    targetCapability: from.uint8(),
    targetScope: from.texts(),
    links: readElements(from),
    grants: readElements(from),
    evidence: { pages: from.texts(), pointers: from.texts(), start: from.int32(), items: from.int32() },
  };
}

function readElements(from: SectionReader): ElementColumns {
  return {
    from: from.int32(),
    to: from.int32(),
    boundary: from.int32(),
    facet: from.int32(),
    shape: from.int32(),
    policy: from.int32(),
    evidence: from.int32(),
    facets: from.texts(),
    shapes: from.texts(),
    policies: from.texts(),
  };
}

function* writeParts(to: SectionWriter, graph: Graph): Iterable<Uint8Array> {
  const { boundaries, scopes, ledger, dangling, gaps, persons } = graph;
  yield* to.texts([boundaries, scopes, ledger.source, dangling, gaps, persons].map((each) => JSON.stringify(each)));
  const credentials = tableOf(graph.credentials);
  const numberOf = new Map([...credentials.names].map((id, number) => [id, number]));
  const holders = new Set([...graph.credentials].map(([, { value }]) => value.identity));
  const held = [...holders].map(
    (identity) => [identity, (graph.credentialsOf.get(identity) ?? []).map((each) => numberOf.get(each.id))] as const,
  );
  for (const table of [credentials, tableOf(held), tableOf(graph.usage), tableOf(graph.serviceUsage), ...jitTables(graph)]) {
    yield* to.texts(table.names);
    yield* to.texts(table.values);
  }
}

function jitTables(graph: Graph): readonly Table[] {
  return [tableOf(graph.activationPolicies), tableOf(graph.lifeCycleEvents)];
}

function readParts(from: SectionReader): GraphParts {
  const texts = from.texts();
  const table = (): Table => ({ names: from.texts(), values: from.texts() });
  const credentialTable = table();
  const credentials = lookupIn<Joined<Credential>>(credentialTable);
  const credentialsOf = lookupIn(table(), (json) => {
    const numbers = JSON.parse(json) as readonly number[];
    return numbers.map((number) => (credentials.get(credentialTable.names.at(number) as string) as Joined<Credential>).value);
  });
  const usage: GraphParts['usage'] = lookupIn(table());
  const serviceUsage: GraphParts['serviceUsage'] = lookupIn(table());
  const activationPolicies: GraphParts['activationPolicies'] = lookupIn(table());
  const lifeCycleEvents: GraphParts['lifeCycleEvents'] = lookupIn(table());
  const part = (place: number): unknown => JSON.parse(texts.at(place) as string);
  const boundaries = once(() => part(0) as GraphParts['boundaries']);
  const scopes = once(() => part(1) as GraphParts['scopes']);
  const source = once(() => part(2) as LedgerSource);
  const ledger = once(() => ledgerOf(source().coverage, source().surfaces, source().gaps));
  const dangling = once(() => part(3) as GraphParts['dangling']);
  const gaps = once(() => part(4) as GraphParts['gaps']);
  const persons = once(() => part(5) as GraphParts['persons']);
  return {
    credentials,
    credentialsOf,
    usage,
    serviceUsage,
    activationPolicies,
    lifeCycleEvents,
    get boundaries() {
      return boundaries();
    },
    get scopes() {
      return scopes();
    },
    get ledger() {
      return ledger();
    },
    get dangling() {
      return dangling();
    },
    get gaps() {
      return gaps();
    },
    get persons() {
      return persons();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
