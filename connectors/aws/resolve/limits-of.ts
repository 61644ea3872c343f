import type { AppliedStatement, PolicyDocument } from '../rights/documents.ts';
import type { Layer, Limits } from '../rights/limits.ts';
import { intersectResources } from '../rights/resources.ts';
import { capabilityRows } from './capabilities.ts';
import type { Principal } from './estate.ts';
import { isProtected, isServiceLinked } from './organization.ts';

/** What statements of a document apply to the principal. */
type Stating = (document: PolicyDocument, effect: 'Allow' | 'Deny') => readonly AppliedStatement[];

/** What limits a principal beside its own Allow statements; `denying` are the documents it is bound by that deny something. */
export function limitsFrom(principal: Principal, denying: readonly PolicyDocument[], stating: Stating): Limits {
  const { held, limit, place, id } = principal;
  const linked = isServiceLinked(id);
  const layer = ({ node, documents }: (typeof place.services.nodes)[number]): Layer => ({
    name: `a service control policy of ${node}`,
    statements: documents.flatMap((document) => stating(document, 'Allow')),
  });
  return {
    denies: [
      ...denying.flatMap((document) => stating(document, 'Deny')),
      ...(linked
        ? []
        : place.resources.denying.flatMap((document) => stating(document, 'Deny').flatMap((each) => protectingFrom(each, principal)))),
    ],
    boundary: limit.state === 'read' ? stating(limit.document, 'Allow') : null,
    layers: linked ? [] : place.services.nodes.map(layer),
    caveats: [
      ...(limit.state === 'unlisted' ? [`unless its permissions boundary ${limit.name}, which was not listed, leaves it out`] : []),
      ...held.flatMap((each) =>
        each.document === null ? [`unless a policy that was not listed denies it: ${each.unlisted ?? each.policy}`] : [],
      ),
    ],
  };
}

type Rows = Uint8Array;
const rowsWhere = (isSo: (row: (typeof capabilityRows)[number]) => boolean): Rows =>
  Uint8Array.from(capabilityRows, (row) => Number(isProtected(row.action) && isSo(row)));

// whose policies protect a role that is assumed depends on its account: trust.ts
const ownRows = rowsWhere((row) => row.capability !== 'assume' && row.on !== 'root');
const rootRows = rowsWhere((row) => row.on === 'root');

const protecting = new WeakMap<AppliedStatement, Map<string, readonly AppliedStatement[]>>();

/**
 * A statement of a resource control policy speaks only of services that such policies protect, and of what the account owns: of root
 * users of its own.
 */
function protectingFrom(applied: AppliedStatement, { partition, account }: Principal): readonly AppliedStatement[] {
  const root = `arn:${partition}:iam::${account}:root`;
  let known = protecting.get(applied);
  if (known === undefined) protecting.set(applied, (known = new Map<string, readonly AppliedStatement[]>()));
  let narrowed = known.get(root);
  if (narrowed === undefined) known.set(root, (narrowed = [ofRows(applied, ownRows), ...ofOwnRoot(applied, root)]));
  return narrowed;
}

function ofOwnRoot(applied: AppliedStatement, root: string): readonly AppliedStatement[] {
  const resources = intersectResources(applied.resources, { include: [root], exclude: [] });
  if (resources.include.length === 0 || !applied.statement.flags.some((flag, row) => (flag & (rootRows[row] ?? 0)) !== 0)) return [];
  return [ofRows({ ...applied, resources }, rootRows)];
}

function ofRows(applied: AppliedStatement, rows: Rows): AppliedStatement {
  const { statement, resources, byAction } = applied;
  const left = { ...statement, flags: statement.flags.map((flag, row) => flag & (rows[row] ?? 0)) };
  const one = (action: number): AppliedStatement | undefined => {
    const each = byAction?.(action);
    return each === undefined ? undefined : { ...each, resources };
  };
  return { ...applied, statement: left, byAction: byAction === null ? null : one };
}
