import type { IdentityKind } from '../model/entity.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';

/** What an identity's id tells by its form alone. */
export interface NameForm {
  readonly kind: IdentityKind;
  /** `null` for a party that no boundary holds. */
  readonly boundary: BoundaryId | null;
  readonly name: string;
}

// arn:partition:iam|sts::account:resource, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
const IAM_ARN = /^arn:[a-z0-9-]+:(?:iam|sts)::(\d{12}):([a-z-]+)(?:\/(.+))?$/s;
// A directory, and an object of it: names of ours, of ids as Microsoft Graph has them.
const DIRECTORY_NAME = /^entra\/([^/]+)(?:\/([^/]+))?$/;
const arnKinds: Readonly<Record<string, IdentityKind>> = {
  root: 'root',
  user: 'user',
  group: 'group',
  role: 'role',
  'assumed-role': 'role',
  'federated-user': 'federated',
};

/**
 * Reads the forms of identity ids that every room agrees on: `anyone`, `service:…`, `federated:…|…`, `pool:<boundary>:…` (for which see
 * also {@link isUnreadPart}), the ARN of an IAM principal, and `entra/<tenant>` and `entra/<tenant>/<object>`, a directory seen from outside
 * and an object of it. `undefined` for any other text: then only who listed it can say what it is.
 */
export function nameForm(id: EntityId): NameForm | undefined {
  if (id === 'anyone') return { kind: 'external-party', boundary: null, name: 'anyone' };
  if (id.startsWith('service:')) return { kind: 'service', boundary: null, name: id.slice('service:'.length) };
  if (id.startsWith('federated:')) return { kind: 'federated', boundary: null, name: id.slice('federated:'.length) };
  if (id.startsWith('pool:')) {
    const end = id.lastIndexOf(':');
    return { kind: 'pool', boundary: end > 'pool:'.length ? id.slice('pool:'.length, end) : null, name: id.slice(end + 1) };
  }
  const directory = DIRECTORY_NAME.exec(id);
  if (directory !== null) {
    const [, tenant = '', object] = directory;
    if (object === undefined) return { kind: 'external-party', boundary: null, name: tenant };
    return { kind: 'directory-object', boundary: `entra:${tenant}`, name: object };
  }
  const arn = IAM_ARN.exec(id);
  const kind = arnKinds[arn?.[2] ?? ''];
  if (arn === null || kind === undefined) return undefined;
  const path = arn[3] ?? arn[2] ?? id;
  const name = arn[2] === 'assumed-role' ? path : path.slice(path.lastIndexOf('/') + 1);
  return { kind, boundary: `aws:${arn[1] ?? ''}`, name };
}

/**
 * Whether an id stands for what of a boundary was not read: `pool:<boundary>:unread`. A link to it says that its holder may reach some of
 * that, nobody can tell what.
 */
export function isUnreadPart(id: EntityId): boolean {
  return id.startsWith('pool:') && id.endsWith(':unread');
}

/** The connector's part of a boundary's, surface's or scope's id; `''` where it has none. */
export function connectorOf(id: string): string {
  const end = id.indexOf(':');
  return end < 0 ? '' : id.slice(0, end);
}
