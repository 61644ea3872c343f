import type { AppliedStatement, PolicyDocument } from '../rights/documents.ts';
import type { Layer, Limits } from '../rights/limits.ts';
import { capabilityRows } from './capabilities.ts';
import type { Principal } from './estate.ts';
import { isProtected, isServiceLinked } from './organization.ts';

/** What statements of a document apply to the principal. */
type Stating = (document: PolicyDocument, effect: 'Allow' | 'Deny') => readonly AppliedStatement[];

/** What limits a principal beside its own Allow statements; `denying` are the documents it is bound by that deny something. */
export function limitsFrom({ held, limit, place, id }: Principal, denying: readonly PolicyDocument[], stating: Stating): Limits {
  const linked = isServiceLinked(id);
  const layer = ({ node, documents }: (typeof place.services.nodes)[number]): Layer => ({
    name: `a service control policy of ${node}`,
    statements: documents.flatMap((document) => stating(document, 'Allow')),
  });
  return {
    denies: [
      ...denying.flatMap((document) => stating(document, 'Deny')),
      ...(linked ? [] : place.resources.denying.flatMap((document) => stating(document, 'Deny').map(ofProtected))),
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

// whose policies protect a role or root user that is assumed depends on its account: trust.ts; root users are those of other accounts
const protectedRows = Uint8Array.from(capabilityRows, (row) =>
  Number(row.capability !== 'assume' && row.on !== 'root' && isProtected(row.action)),
);

const protecting = new WeakMap<AppliedStatement, AppliedStatement>();

/** A statement of a resource control policy speaks only of services that such policies protect. */
function ofProtected(applied: AppliedStatement): AppliedStatement {
  let known = protecting.get(applied);
  if (known === undefined) {
    const { statement } = applied;
    known = { ...applied, statement: { ...statement, flags: statement.flags.map((flag, row) => flag & (protectedRows[row] ?? 0)) } };
    protecting.set(applied, known);
  }
  return known;
}
