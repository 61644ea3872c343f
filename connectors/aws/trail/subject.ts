import type { EventKey } from '../../../src/model/life-cycle.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { directoryArn } from '../identity-center-facts.ts';
import { nameHandle, parseIamArn } from '../identity.ts';
import type { Whose } from './meaning.ts';
import type { TrailRecord } from './record.ts';
import { told } from './told.ts';
import type { Doer } from './who.ts';

export interface Place {
  readonly partition: string;
  readonly account: string;
}

/** Whom a record is about: an identity where that is certain, else names. */
export interface About {
  readonly subject: EntityId | null;
  readonly about: readonly EventKey[];
}

const nobody: About = { subject: null, about: [] };

/**
 * A request names users, groups and roles without their paths. An answer that tells the ARN settles it; else the ARN without a path, which is that of this
 * one or of nobody, for a name is unique in an account whatever the path (IAM user guide, reference_iam-quotas.html), and the name itself, by which those that
 * have a path are found.
 */
export function aboutOf(record: TrailRecord, whose: Whose | null, { partition, account }: Place, doer: Doer): About {
  switch (whose) {
    case null:
      return nobody;
    case 'caller':
      return doer.actor === null ? { subject: null, about: doer.actedBy } : { subject: doer.actor, about: [] };
    case 'user':
    case 'group':
    case 'role':
      return named(record, whose, { partition, account }, doer);
    case 'principal': {
      const [type, id] = [told(record, 'principalType'), told(record, 'principalId') ?? told(record, 'userOrGroup.userId', 'userId')];
      return id === null ? nobody : known(directoryArn(partition, type === 'GROUP' ? 'GROUP' : 'USER', id));
    }
    case 'directory-user': {
      const id = told(record, 'memberId.userId', 'member.memberId', 'member.userId', 'memberId', 'userId', 'user.userId');
      return id === null ? nobody : known(directoryArn(partition, 'USER', id));
    }
    case 'grantee': {
      const arn = told(record, 'granteePrincipal');
      return arn !== null && parseIamArn(arn) !== undefined ? known(arn) : nobody;
    }
  }
}

function known(subject: EntityId): About {
  return { subject, about: [] };
}

function named(record: TrailRecord, kind: 'user' | 'group' | 'role', { partition, account }: Place, doer: Doer): About {
  const arn = told(record, `${kind}.arn`);
  if (arn !== null && parseIamArn(arn)?.account === account) return known(arn);
  const name = told(record, `${kind}Name`);
  // without a name these calls are about the caller's own user (IAM API reference, CreateAccessKey)
  if (name === null) return kind === 'user' && doer.actor?.includes(':user/') === true ? known(doer.actor) : nobody;
  const { kind: handle, value } = nameHandle(account, kind, name);
  return {
    subject: null,
    about: [
      { kind: 'aws-arn', value: `arn:${partition}:iam::${account}:${kind}/${name}` },
      { kind: handle, value },
    ],
  };
}
