import type { Json } from '../../../src/base/json.ts';
import type { CompiledPolicy } from './compile/policy.ts';
import type { AccessFlag } from './flags.ts';

/** A parsed policy document, which must not be changed once it was given, or what `compile` made of one. */
export type PolicyInput = Json | CompiledPolicy;

/** Who makes the request. */
export type Principal =
  | {
      readonly type: 'user';
      readonly arn: string;
      /** `AIDA…` */
      readonly uid?: string | undefined;
      /** A long-term access key or a session of `GetSessionToken`; absent = not known. */
      readonly credential?: 'long-term' | 'session' | undefined;
    }
  | {
      readonly type: 'role';
      /** The role's ARN with its path, not the session's. */
      readonly arn: string;
      readonly sessionName?: string | undefined;
      /** `AROA…` */
      readonly uid?: string | undefined;
    }
  | {
      readonly type: 'federated-user';
      /** `arn:aws:sts::111122223333:federated-user/name` */
      readonly arn: string;
      /** ARN of the user who called `GetFederationToken`. */
      readonly issuer: string;
    }
  | { readonly type: 'root'; readonly arn: string }
  | { readonly type: 'service'; readonly name: string }
  | {
      readonly type: 'federated';
      /** ARN or host of the identity provider: a caller of `AssumeRoleWithWebIdentity` or `AssumeRoleWithSAML`. */
      readonly provider: string;
    }
  | { readonly type: 'anonymous' };

/** A condition key whose value is not known. A trailing `*` stands for all keys that begin so. `present`: the request surely has it. */
export type UnknownKey = string | { readonly key: string; readonly present: true };

/** No object of a request may be changed once it was given: what was read from it is remembered by the object. */
export interface AccessRequest {
  /**
   * As text: the ARN of a user, role (session name not known), role session, account root, OIDC or SAML provider; the host of a
   * service (`lambda.amazonaws.com`); `anonymous`.
   */
  readonly principal: string | Principal;
  /** The principal's tags, all of them; keys are compared ignoring case. */
  readonly principalTags?: Readonly<Record<string, string>> | undefined;
  /** `service:Name`, in any case. */
  readonly action: string;
  /** One ARN, or `*` for an action that takes no resource. */
  readonly resource: string;
  /** Twelve digits; else the account of the ARN. */
  readonly resourceAccount?: string | undefined;
  /** All keys of the request that the principal and resource do not tell: one that is missing is absent. Not given: they are unknown. */
  readonly context?: Readonly<Record<string, string | readonly string[]>> | undefined;
  /** Unknown though `context` is given. */
  readonly unknownKeys?: readonly UnknownKey[] | undefined;
  /** Own, attached and group policies together. */
  readonly identityPolicies: readonly PolicyInput[];
  readonly permissionsBoundary?: PolicyInput | undefined;
  /** Their union is the session's limit. Not given: none were passed. An empty list allows nothing. */
  readonly sessionPolicies?: readonly PolicyInput[] | undefined;
  /** The bucket, key, trust … policy of the resource. Not given: it has none. */
  readonly resourcePolicy?: PolicyInput | undefined;
  /** One list for each node from the organization's root to the account; every node must allow. Not given or empty: they do not apply. */
  readonly serviceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
  /** The same for the account of the resource; `RCPFullAWSAccess` is to be among them. */
  readonly resourceControlPolicies?: readonly (readonly PolicyInput[])[] | undefined;
}

export type Decision = 'allowed' | 'explicitly-denied' | 'implicitly-denied' | 'depends';

export interface AccessDecision {
  readonly decision: Decision;
  /**
   * Only for `depends`: the condition keys whose value alone turns the answer, sorted; doubts of the documentation (`doc:…`) and
   * `principal:session-name`, `resource:account` among them.
   */
  readonly on: readonly string[];
  /** Sorted. */
  readonly flags: readonly AccessFlag[];
  /** Works the explanation out, from the request as it is then. */
  because(): Explanation;
}

export type LayerName = 'identity' | 'boundary' | 'session' | 'resource' | 'scp' | 'rcp';

export interface Explanation {
  readonly decision: Decision;
  readonly layers: readonly ExplainedLayer[];
  /** `on` of the decision. */
  readonly essential: readonly string[];
  /**
   * Values of the unknown keys under which it is allowed; `null` = absent. Where no values do whatever the documentation leaves open,
   * each doubt is named too, as `true` (the reading in which it holds) or `false`.
   */
  readonly allowingExample?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly denyingExample?: Readonly<Record<string, string | readonly string[] | null>>;
  /** A few lines for a person. */
  readonly text: readonly string[];
}

export interface ExplainedLayer {
  readonly layer: LayerName;
  /** Counted from the organization's root. */
  readonly node?: number;
  readonly outcome: 'allows' | 'denies' | 'does-not-allow' | 'depends' | 'not-applicable';
  /** Those that speak of the action. */
  readonly statements: readonly ExplainedStatement[];
}

export interface ExplainedStatement {
  /** Place in the list of policies given, from 0. */
  readonly policy: number;
  /** Place in the document, from 0. */
  readonly statement: number;
  readonly sid: string | null;
  readonly effect: 'Allow' | 'Deny';
  readonly matches: 'yes' | 'no' | 'depends';
  readonly why: readonly string[];
}
