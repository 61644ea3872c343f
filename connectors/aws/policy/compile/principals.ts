import type { Statement } from '../statement.ts';
import { anyPrincipal, isPrincipal } from '../principals.ts';

/** The entries of a `Principal` or `NotPrincipal`, by what they name. */
export interface PrincipalSets {
  readonly except: boolean;
  /** They were not understood: anyone of any kind. */
  readonly unread: boolean;
  /** `"*"` */
  readonly anyone: boolean;
  /** `{"AWS": "*"}` */
  readonly anyAws: boolean;
  /** Twelve digits. */
  readonly accounts: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  /** ARNs of role sessions. */
  readonly sessions: readonly string[];
  readonly federatedUsers: ReadonlySet<string>;
  /** `AIDA…`, `AROA…` */
  readonly ids: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
  /** Whether an account is named by an id that only S3 knows it by. */
  readonly canonical: boolean;
}

const ROOT = /^arn:[^:]*:iam::(\d{12}):root$/;

/** What no request's caller can be names nobody: ids of groups and keys, origin access identities. */
export function principalSets(principals: NonNullable<Statement['principals']>): PrincipalSets {
  const { list, except } = principals;
  const sets = {
    except,
    unread: principals === anyPrincipal || !list.every(isPrincipal),
    anyone: false,
    anyAws: false,
    accounts: new Set<string>(),
    users: new Set<string>(),
    roles: new Set<string>(),
    sessions: [] as string[],
    federatedUsers: new Set<string>(),
    ids: new Set<string>(),
    services: new Set<string>(),
    providers: new Set<string>(),
    canonical: list.some(({ type }) => type === 'CanonicalUser'),
  };
  for (const { type, value } of list) {
    if (type === '*') sets.anyone = true;
    else if (type === 'Service') sets.services.add(value);
    else if (type === 'Federated') sets.providers.add(value);
    else if (type === 'AWS') {
      const root = ROOT.exec(value)?.[1];
      if (value === '*') sets.anyAws = true;
      else if (/^\d{12}$/.test(value)) sets.accounts.add(value);
      else if (root !== undefined) sets.accounts.add(root);
      else if (/^arn:[^:]*:iam::\d{12}:user\//.test(value)) sets.users.add(value);
      else if (/^arn:[^:]*:iam::\d{12}:role\//.test(value)) sets.roles.add(value);
      else if (/^arn:[^:]*:sts::\d{12}:assumed-role\//.test(value)) sets.sessions.push(value);
      else if (/^arn:[^:]*:sts::\d{12}:federated-user\//.test(value)) sets.federatedUsers.add(value);
      else if (/^(?:AIDA|AROA)[A-Za-z0-9]+$/.test(value)) sets.ids.add(value);
    }
  }
  return sets;
}
