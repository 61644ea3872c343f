import { entryHolds } from './condition.ts';
import type { Document, Listed, Statement } from './document.ts';
import { isOddAction, isOddResource } from './document.ts';
import type { Way } from './principal.ts';
import { waysOf } from './principal.ts';
import type { LiteralPrincipal, LiteralRequest, World } from './request.ts';
import { resourceFits } from './resource.ts';
import type { Value } from './text.ts';
import { actionFits } from './text.ts';

/** What one layer says of a request in one world. */
export interface Layer {
  readonly allows: boolean;
  readonly denies: boolean;
}

/** Everything is asked, also where the answer stands already, so that every open question shows itself in every world. */
function some<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  return items.map(holds).includes(true);
}
function all<T>(items: readonly T[], holds: (item: T) => boolean): boolean {
  return !items.map(holds).includes(false);
}

function listMeets(listed: Listed | undefined, meets: (value: string) => boolean): boolean {
  return listed === undefined || some(listed.values, meets) !== listed.not;
}

/** An odd pattern may meet what is asked: under a plain element it does, under its `Not` form it does not keep anything out. */
function possible(listed: Listed | undefined, isOdd: (pattern: string) => boolean): Listed | undefined {
  return listed?.not === true ? { not: true, values: listed.values.filter((pattern) => !isOdd(pattern)) } : listed;
}

/** Whether a statement speaks of an action, or may. */
export function actionMeets({ action }: Statement, asked: string): boolean {
  return listMeets(possible(action, isOddAction), (pattern) => isOddAction(pattern) || actionFits(pattern, asked));
}

/** A key's one value; several or none is no value. */
function valueOf(world: World, key: string): Value {
  const values = world.valuesOf(key);
  return values?.length === 1 ? values[0] : undefined;
}

/** One open question for each statement that is not understood, two where its effect is not. */
function unreadable(statement: Statement, effect: 'Allow' | 'Deny', id: string): string {
  return `doc:unreadable-statement#${id}/${statement.effect ?? effect}`;
}

/** Whether a statement speaks of the request, its principal left aside, as one with this effect. */
function matches(
  statement: Statement,
  effect: 'Allow' | 'Deny',
  document: Document,
  request: LiteralRequest,
  world: World,
  id: string,
): boolean {
  if (statement.effect !== undefined && statement.effect !== effect) return false;
  const parts = [
    actionMeets(statement, request.action),
    listMeets(
      possible(statement.resource, isOddResource),
      (pattern) =>
        isOddResource(pattern) ||
        resourceFits(
          pattern,
          request.resource,
          document.variables,
          (key) => valueOf(world, key),
          (name) => world.doubt(name),
        ),
    ),
    // entries AND: one that was understood and is false turns the statement off, whatever the rest of it says
    all(statement.conditions, (entry) =>
      entryHolds(entry, world.valuesOf(entry.key), {
        effect,
        variables: document.variables,
        valueOf: (key) => valueOf(world, key),
        doubt: (name) => world.doubt(name),
      }),
    ),
    // a statement that was not understood may match
    statement.readable || world.doubt(unreadable(statement, effect, id)),
  ];
  return !parts.includes(false);
}

function eachStatement<T>(
  documents: readonly Document[],
  layer: string,
  of: (statement: Statement, document: Document, id: string) => readonly T[],
): readonly T[] {
  return documents.flatMap((document, policy) =>
    document.statements.flatMap((statement, index) => of(statement, document, `${layer}/${policy}/${index}`)),
  );
}

/** Identity policies, a boundary, session policies, one node's SCPs: their union. */
export function layerOf(documents: readonly Document[], layer: string, request: LiteralRequest, world: World): Layer {
  const matched = (effect: 'Allow' | 'Deny'): boolean =>
    eachStatement(documents, layer, (statement, document, id) => [matches(statement, effect, document, request, world, id)]).includes(true);
  return { allows: matched('Allow'), denies: matched('Deny') };
}

/** The ways in which a resource's policy allows and denies. */
export function resourceLayerOf(
  documents: readonly Document[],
  place: 'resource' | 'trust' | 'rcp',
  layer: string,
  request: LiteralRequest,
  caller: LiteralPrincipal,
  world: World,
): { readonly allows: readonly Way[]; readonly denies: boolean } {
  const matched = (effect: 'Allow' | 'Deny'): readonly Way[] =>
    eachStatement(documents, layer, (statement, document, id) => {
      const ways = waysOf(
        statement,
        effect,
        caller,
        request.permissionsBoundary !== undefined,
        world,
        place,
        unreadable(statement, effect, id),
      );
      return matches(statement, effect, document, request, world, id) ? ways : [];
    });
  return { allows: matched('Allow'), denies: matched('Deny').length > 0 };
}

/** Every node must allow by at least one of its statements; a denial of any node counts. */
export function nodesOf(layers: readonly Layer[]): Layer {
  return { allows: all(layers, (each) => each.allows), denies: some(layers, (each) => each.denies) };
}
