import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import { allAbout, isAsked, isOfOrganization } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { elements, lost } from '../../../../src/contract/reading.ts';
import type { OrganizationId } from './calls.ts';
import { accountId, organizationTask, rootId, unitId } from './calls.ts';
import type { ArgsOf } from './told.ts';
import { above, paths, push, word } from './told.ts';

/** Maps ListAccountsForParent. */
export function accountsBelow(into: Reading, body: Json, args: ArgsOf<'ListAccountsForParent'>): void {
  const found = allAbout(elements(into, body, 'Accounts', below), ({ value, at }) => isBelow(into, args, value, value.Paths ?? [], at));
  for (const { value, at } of found) hangs(into, args, value.Id, at);
}

/** Maps ListOrganizationalUnitsForParent. */
export function units(into: Reading, body: Json, args: ArgsOf<'ListOrganizationalUnitsForParent'>): void {
  const found = allAbout(
    elements(into, body, 'OrganizationalUnits', unit),
    ({ value, at }) => isBelow(into, args, value, [value.Path], at) && isInTree(into, args.parent, value.Id, at),
  );
  for (const { value, at } of found) {
    hangs(into, args, value.Id, at);
    into.spawns.push(...listing(into.task.boundary, args.organization, value.Id));
  }
}

const below = v.object({ Id: accountId, Arn: word, Paths: paths });
const unit = v.object({ Id: unitId, Arn: word, Path: word });

/** Whether what is told of a node does not speak against the parent that was asked about: a gap where it is of another one. */
function isBelow(
  into: Reading,
  { organization, parent: asked }: ArgsOf<'ListAccountsForParent' | 'ListOrganizationalUnitsForParent'>,
  { Id: node, Arn: arn }: { readonly Id: string; readonly Arn: string | null },
  given: readonly unknown[],
  at: string,
): boolean {
  if (!isOfOrganization(into, organization, arn, at)) return false;
  const [path, ...more] = given;
  const nodes = typeof path === 'string' && more.length === 0 ? path.replace(/\/$/, '').split('/') : [];
  const told = nodes.at(-1) === node ? nodes.at(-2) : undefined;
  return isAsked(into, asked, told, at);
}

/**
 * Whether the id of a unit or root is of the tree that the id of another is of: ids of units begin with what that of their root does
 * (Organizations API Reference, OrganizationalUnit). A gap where it is not, and of a node that is told to be above or below itself.
 */
function isInTree(into: Reading, asked: string, said: string, at: string): boolean {
  const [tree, other] = [asked, said].map((node) => /^(?:r|ou)-([0-9a-z]+)/.exec(node)?.[1]);
  if (said !== asked && (tree === undefined || tree === other)) return true;
  lost(into, `${said} is neither right above nor right below ${asked}, which was asked about`, at);
  return false;
}

/** What asks for all that hangs under a node, and for what hangs under that. */
export function listing(boundary: BoundaryId, organization: OrganizationId, parent: string): readonly Task[] {
  const calls = ['ListOrganizationalUnitsForParent', 'ListAccountsForParent'] as const;
  return calls.map((call) => organizationTask(boundary, { call, organization, parent }));
}

const parent = v.variant('Type', [
  v.object({ Type: v.literal('ROOT'), Id: rootId }),
  v.object({ Type: v.literal('ORGANIZATIONAL_UNIT'), Id: unitId }),
]);

/** Maps ListParents. */
export function parents(into: Reading, body: Json, { organization, child }: ArgsOf<'ListParents'>): void {
  const found = elements(into, body, 'Parents', parent);
  // an empty page before the last one is legal
  if (into.gaps.length > 0 || (found.length === 0 && isJsonObject(body) && typeof body['NextToken'] === 'string')) return;
  const [only, ...more] = found;
  // the API reference has it that a child has one parent; of several none can be told to be the one
  if (only === undefined || more.length > 0) lost(into, `${child} has ${found.length} parents, one was expected`, '/Parents');
  else if (isInTree(into, child, only.value.Id, only.at)) hangs(into, { organization, parent: only.value.Id }, child, only.at);
}

function hangs(
  into: Reading,
  under: { readonly organization: OrganizationId; readonly parent: string },
  node: string,
  pointer: string,
): void {
  push(into, above(under.organization), `parent|${node}`, { type: 'organization-parent', node, parent: under.parent }, pointer);
}
