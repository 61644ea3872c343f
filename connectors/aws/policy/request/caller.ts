import type { Principal } from '../access.ts';
import { PolicyError } from '../errors.ts';
import { Remembered } from '../remembered.ts';

/** Who makes the request, taken apart. */
export interface Caller {
  readonly kind: Principal['type'];
  /** What `aws:PrincipalArn` tells; `null` where a request has none. */
  readonly arn: string | null;
  readonly account: string | null;
  /** Last part of a user's or role's ARN, name of a federated user, host of a service, identity provider. */
  readonly name: string;
  readonly uid: string | undefined;
  readonly credential: 'long-term' | 'session' | undefined;
  /** A role session's ARN up to the session name. */
  readonly sessionPrefix: string | null;
  readonly sessionName: string | undefined;
  /** The user whose federated session it is. */
  readonly issuer: string | null;
  /** A role that only an AWS service may assume: no organization policy binds it. */
  readonly serviceLinked: boolean;
}

const MOST_PRINCIPALS = 10_000;

const ARN = /^arn:([a-z0-9-]+):(iam|sts)::(\d{12}):(user|role|assumed-role|federated-user|oidc-provider|saml-provider|root)(?:\/(.+))?$/s;
const SERVICE = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;

const byText = new Remembered(MOST_PRINCIPALS, fromText);
const byObject = new WeakMap<object, Caller>();

/** Throws `bad-principal` for what names no one who can make a request. The same object gives the same result. */
export function callerOf(principal: string | Principal): Caller {
  if (typeof principal === 'string') return byText.of(principal);
  let caller = byObject.get(principal);
  if (caller === undefined) {
    caller = readCaller(principal);
    byObject.set(principal, caller);
  }
  return caller;
}

/** {@link callerOf} for who is asked about once: nothing is remembered. */
export function readCaller(principal: string | Principal): Caller {
  if (typeof principal === 'string') return fromText(principal);
  switch (principal.type) {
    case 'user': {
      const { account, rest } = take(principal.arn, 'iam', 'user');
      return {
        ...nobody,
        kind: 'user',
        arn: principal.arn,
        account,
        name: lastPart(rest),
        uid: principal.uid,
        credential: principal.credential,
      };
    }
    case 'role':
      return role(principal.arn, principal.sessionName, principal.uid);
    case 'federated-user': {
      const { account, rest } = take(principal.arn, 'sts', 'federated-user');
      take(principal.issuer, 'iam', 'user');
      return { ...nobody, kind: 'federated-user', arn: principal.arn, account, name: rest, issuer: principal.issuer };
    }
    case 'root':
      return { ...nobody, kind: 'root', arn: principal.arn, account: take(principal.arn, 'iam', 'root').account };
    case 'service':
      return principal.name === '' ? refuse(principal, 'it has no name') : { ...nobody, kind: 'service', name: principal.name };
    case 'federated':
      return principal.provider === ''
        ? refuse(principal, 'it has no provider')
        : { ...nobody, kind: 'federated', name: principal.provider };
    case 'anonymous':
      return nobody;
    default:
      return refuse(principal, 'its type is not known');
  }
}

const nobody: Caller = {
  kind: 'anonymous',
  arn: null,
  account: null,
  name: '',
  uid: undefined,
  credential: undefined,
  sessionPrefix: null,
  sessionName: undefined,
  issuer: null,
  serviceLinked: false,
};

function fromText(text: string): Caller {
  if (text === 'anonymous') return nobody;
  if (SERVICE.test(text)) return { ...nobody, kind: 'service', name: text };
  const [, partition, , account, type, rest] = ARN.exec(text) ?? [];
  switch (type) {
    case 'user':
      return callerOf({ type: 'user', arn: text });
    case 'role':
      return role(text, undefined, undefined);
    case 'assumed-role': {
      take(text, 'sts', 'assumed-role');
      const slash = rest?.indexOf('/') ?? -1;
      if (rest === undefined || slash <= 0 || slash === rest.length - 1) return refuse(text, 'it names no session');
      return role(`arn:${partition ?? ''}:iam::${account ?? ''}:role/${rest.slice(0, slash)}`, rest.slice(slash + 1), undefined);
    }
    case 'root':
      return callerOf({ type: 'root', arn: text });
    case 'oidc-provider':
    case 'saml-provider':
      take(text, 'iam', type);
      return { ...nobody, kind: 'federated', name: text };
    case 'federated-user':
      return refuse(text, "the user who called GetFederationToken is needed: give an object with type 'federated-user' and its issuer");
    default:
      return refuse(text, 'it is neither an ARN of a principal, nor the host of a service, nor anonymous');
  }
}

function role(arn: string, sessionName: string | undefined, uid: string | undefined): Caller {
  const { partition, account, rest } = take(arn, 'iam', 'role');
  const name = lastPart(rest);
  const sessionPrefix = `arn:${partition}:sts::${account}:assumed-role/${name}/`;
  const serviceLinked = rest.startsWith('aws-service-role/');
  return { kind: 'role', arn, account, name, uid, credential: undefined, sessionPrefix, sessionName, issuer: null, serviceLinked };
}

function take(arn: string, service: string, type: string): { readonly partition: string; readonly account: string; readonly rest: string } {
  const found = typeof arn === 'string' ? ARN.exec(arn) : null;
  const rest = found?.[5] ?? '';
  if (found?.[2] !== service || found[4] !== type || (rest === '') !== (type === 'root')) {
    return refuse(arn, `an ARN of ${service} for ${type} was expected`);
  }
  return { partition: found[1] ?? '', account: found[3] ?? '', rest };
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function refuse(principal: unknown, why: string): never {
  throw new PolicyError('bad-principal', `cannot decide about the principal ${JSON.stringify(principal)}: ${why}`);
}
