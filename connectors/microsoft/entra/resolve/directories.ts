import type { FactIndex } from '../../../../src/model/fact.ts';
import type { BoundaryId, EntityId, FactKey, SurfaceId } from '../../../../src/model/ids.ts';
import { saidAtIn } from '../../said-at.ts';
import type { EntraFact } from '../facts.ts';
import type { Directory } from './directory.ts';
import { Draft } from './draft.ts';

/** The tenants that facts speak of. What `without` names by key is left out. */
export function directoriesOf(
  facts: FactIndex,
  without: ReadonlySet<FactKey> | undefined,
  isRead: ((surface: SurfaceId, boundary: BoundaryId) => boolean) | undefined,
): readonly Directory[] {
  const drafts = new Map<BoundaryId, Draft>();
  const at = (boundary: BoundaryId): Draft | undefined => {
    if (!boundary.startsWith('entra:')) return undefined;
    let draft = drafts.get(boundary);
    if (draft === undefined) drafts.set(boundary, (draft = new Draft()));
    return draft;
  };
  const elsewhere = new Map<string, Set<EntityId>>();
  for (const fact of facts.ofKind('identity')) at(fact.boundary)?.identities.set(fact.value.id, fact.value);
  for (const fact of facts.ofKind('activation-policy')) at(fact.boundary)?.policies.set(fact.value.id, fact.value);
  for (const kind of ['observation', 'policy', 'attachment', 'membership', 'trust', 'assignment'] as const) {
    for (const fact of facts.ofKind(kind)) {
      const draft = at(fact.boundary);
      if (draft !== undefined) draft.take(fact.key, fact.value as unknown as EntraFact, fact.pages, without?.has(fact.key) === true);
      else if (kind === 'attachment') nameElsewhere(fact.value, elsewhere);
    }
  }
  return [...drafts].map(([boundary, draft]) => {
    const tenant = boundary.slice('entra:'.length);
    return draft.done(
      boundary,
      tenant,
      elsewhere.get(tenant) ?? new Set(),
      (name) => isRead?.(`entra:${name}`, boundary) === true,
      saidAtIn(facts),
    );
  });
}

/** Azure and others give rights to objects of a directory. */
function nameElsewhere(value: unknown, into: Map<string, Set<EntityId>>): void {
  const principal = (value as { readonly principal?: unknown }).principal;
  if (typeof principal !== 'string' || !principal.startsWith('entra/')) return;
  const tenant = principal.split('/')[1] ?? '';
  const known = into.get(tenant);
  if (known === undefined) into.set(tenant, new Set([principal]));
  else known.add(principal);
}
