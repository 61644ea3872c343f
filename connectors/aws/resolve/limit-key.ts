import type { PolicyDocument } from '../rights/documents.ts';
import type { Principal } from './estate.ts';
import type { PolicyHeld } from './held.ts';
import type { Place } from './organization.ts';
import { isServiceLinked } from './organization.ts';
import { peculiarity } from '../rights/peculiar.ts';

export interface LimitKey {
  /** Documents that deny something: its own, its boundary's, and those of service control policies. */
  readonly denying: readonly PolicyDocument[];
  /** Whether one of them, or the permissions boundary, tells resources of one account from those of another. */
  readonly asksOwner: boolean;
  /** Empty = no limit at all. */
  readonly key: string;
  /** Account, partition, kind of caller, owner of the resources and the tags that the caller may give itself. */
  readonly kind: string;
  /** `kind` and `key`: principals that share it are alike but for themselves. */
  readonly context: string;
}

const none: readonly PolicyDocument[] = [];

/** Denying documents, permissions boundary and controls of the organization, and a key that is the same for principals with the same ones. */
export function limitKey(principal: Principal): LimitKey {
  const { held, limit, caller, place, id } = principal;
  const linked = isServiceLinked(id);
  const [services, resources] = linked ? [none, none] : [place.services.denying, place.resources.denying];
  const nodes = linked ? [] : place.services.nodes;
  const bound = services.length + resources.length + nodes.length > 0;
  if (limit.state === 'none' && !bound && !held.some(limits)) return unlimited(principal, linked);
  const kind = kindOf(principal, linked);
  const documents = new Set<PolicyDocument>(services);
  for (const { document } of held) if (document?.denies === true) documents.add(document);
  if (limit.state === 'read' && limit.document.denies) documents.add(limit.document);
  const denying = [...documents].sort((a, b) => a.id - b.id);
  const all = new Set([
    ...denying,
    ...resources,
    ...nodes.flatMap((each) => each.documents),
    ...(limit.state === 'read' ? [limit.document] : none),
  ]);
  let [asksOwner, peculiar] = [false, ''];
  for (const document of all) {
    asksOwner ||= document.asksOwner;
    const own = peculiarity(document, caller);
    if (own !== '') peculiar += `,${document.id}:${own}`;
  }
  const missing = held.flatMap((each) => (each.document === null ? [each.unlisted ?? each.policy] : [])).sort();
  const key = `${denying.map((each) => each.id).join(',')}|${limit.state === 'read' ? limit.document.id : limit.name}|${missing.join(',')}|${bound ? `bound ${resources.map((each) => each.id).join(',')}` : ''}${peculiar}`;
  return { denying, asksOwner, key, kind, context: kind + key };
}

// a policy that nobody listed may deny anything
function limits({ document }: PolicyHeld): boolean {
  return document === null || document.denies;
}

function kindOf({ account, partition, caller }: Principal, linked: boolean): string {
  return `${account}|${partition}|${caller.kind}|${caller.resourceAccount}|${linked ? 'linked' : ''}|${caller.retags?.id ?? ''}|`;
}

// most principals have no limit: one key for all of a kind in an account
const free = new WeakMap<Place, Map<string, LimitKey>>();

function unlimited(principal: Principal, linked: boolean): LimitKey {
  const { place, partition, caller } = principal;
  let known = free.get(place);
  if (known === undefined) free.set(place, (known = new Map<string, LimitKey>()));
  const id = `${partition}|${caller.kind}|${caller.resourceAccount}|${linked ? 'linked' : ''}|${caller.retags?.id ?? ''}`;
  let key = known.get(id);
  if (key === undefined) {
    const kind = kindOf(principal, linked);
    known.set(id, (key = { denying: none, asksOwner: false, key: '', kind, context: kind }));
  }
  return key;
}
