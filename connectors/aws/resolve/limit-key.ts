import type { PolicyDocument } from '../rights/documents.ts';
import type { Principal } from './estate.ts';

export interface LimitKey {
  readonly denying: readonly PolicyDocument[];
  readonly personal: boolean;
  /** Whether one of them, or the permissions boundary, tells resources of one account from those of another. */
  readonly asksOwner: boolean;
  /** Empty = no limit at all. */
  readonly key: string;
  /** Account, partition, kind of caller, owner of the resources and `key`: principals that share it are alike but for themselves. */
  readonly context: string;
}

/** Denying documents and permissions boundary, and a key that is the same for principals with the same ones. */
export function limitKey(principal: Principal): LimitKey {
  const { held, limit, account, partition, caller } = principal;
  const context = `${account}|${partition}|${caller.kind}|${caller.resourceAccount}|`;
  if (limit.state === 'none' && !held.some((each) => each.document === null || each.document.denies))
    return { denying: [], personal: false, asksOwner: false, key: '', context };
  const documents = new Map<number, PolicyDocument>();
  for (const { document } of held) if (document?.denies === true) documents.set(document.id, document);
  if (limit.state === 'read' && limit.document.denies) documents.set(limit.document.id, limit.document);
  const denying = [...documents.values()].sort((a, b) => a.id - b.id);
  const missing = held.flatMap((each) => (each.document === null ? [each.unlisted ?? each.policy] : [])).sort();
  const key = `${denying.map((each) => each.id).join(',')}|${limit.state === 'read' ? limit.document.id : limit.name}|${missing.join(',')}`;
  return {
    denying,
    asksOwner: denying.some((each) => each.asksOwner) || (limit.state === 'read' && limit.document.asksOwner),
    personal: denying.some((each) => each.personal) || (limit.state === 'read' && limit.document.personal),
    key,
    context: context + key,
  };
}
