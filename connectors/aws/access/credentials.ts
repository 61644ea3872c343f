import type { Access } from '../../../src/model/access.ts';
import type { Credential } from '../../../src/model/entity.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import { accessOf } from './made.ts';

/** Kinds of credentials that one act takes away. How a person signs in at a portal goes with the account, and a second factor gives nothing. */
export const credentialSorts = ['access-key', 'password', 'certificate', 'ssh-key', 'api-key'] as const;
export type CredentialSort = (typeof credentialSorts)[number];

/** Kinds that the credential report tells by numbered slots, and lists by ids. */
const slotted: ReadonlySet<string> = new Set<CredentialSort>(['access-key', 'certificate']);

/**
 * A key, password or certificate; an inactive one is still there, for one act makes it active. What a slot of the credential report and a list tell
 * of one key is one access: both tell the second it was made in, and its id has that in the place of the key's own. Two that were made for one user
 * in one second are one access, which is there as long as either is. The root user's keys are told by number or by count alone, and are one access too.
 */
export function* ofCredential(boundary: BoundaryId, value: Credential): Iterable<Access> {
  const sort = credentialSorts.find((each) => each === value.kind);
  if (sort === undefined) return;
  const { id, identity, name, expiresAt: until } = value;
  const called = sort.replaceAll('-', ' ');
  const shown = name === sort ? called : `${called} ${name === '' ? id : name}`;
  const object = `${sort}${placeOf(value)}`;
  yield accessOf({ kind: 'credential', boundary, subject: identity, object, objects: [id], name: shown, scope: null, source: id, until });
}

/** `:<id>`, or `@<second>` for what has no id in one of the places that tell it. */
function placeOf({ id, kind, identity, createdAt, rotatedAt }: Credential): string {
  if (!slotted.has(kind)) return `:${id}`;
  if (identity.endsWith(':root')) return `:${identity}#${kind}`;
  const made = createdAt ?? rotatedAt;
  return made === null ? `:${id}` : `@${made.slice(0, 19)}`;
}

/** What the id of a credential's access says of it; `null` where it is no such id. */
export function credentialIn({
  id,
  kind,
  boundary,
  subject,
}: Access): { readonly sort: CredentialSort; readonly madeIn: string | null } | null {
  const start = `credential|${boundary}|${subject}|`;
  if (kind !== 'credential' || !id.startsWith(start)) return null;
  const object = id.slice(start.length);
  const sort = credentialSorts.find((each) => object.startsWith(`${each}:`) || object.startsWith(`${each}@`));
  if (sort === undefined) return null;
  return { sort, madeIn: object[sort.length] === '@' ? object.slice(sort.length + 1, sort.length + 20) : null };
}
