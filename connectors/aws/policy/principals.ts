import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { PolicyUse } from './elements.ts';
import { strings } from './elements.ts';

/** One kind of entry in a `Principal` element; `*` stands for the bare string. */
export interface PrincipalEntry {
  readonly type: string;
  readonly value: string;
}

/** `except`: the list is a `NotPrincipal`. */
export interface Principals {
  readonly list: readonly PrincipalEntry[];
  readonly except: boolean;
}

/** The principals of a statement whose principals were not understood: anyone of any kind. Known by identity. */
export const anyPrincipal: Principals = { list: [{ type: '*', value: '*' }], except: false };

const types = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/**
 * The principals of a statement; `null` where the policy may name none. What is not understood is said in `wrong` and makes them
 * {@link anyPrincipal}; whether an entry is in a form that names someone is asked of {@link isPrincipal}. Source: IAM User Guide, reference_policies_elements_principal.html.
 */
export function readPrincipals(parts: ReadonlyMap<string, Json>, use: PolicyUse, wrong: string[]): Principals | null {
  const [plain, negated] = [parts.get('principal'), parts.get('notprincipal')];
  if (use === 'identity' || use === 'scp') {
    if (plain !== undefined || negated !== undefined) {
      wrong.push(`it names a principal, which no ${use === 'scp' ? 'service control' : 'identity'} policy may`);
    }
    return null;
  }
  const except = plain === undefined;
  const block = plain ?? negated;
  if (block === undefined || (plain !== undefined && negated !== undefined)) {
    wrong.push('it needs exactly one of principal and notprincipal');
    return anyPrincipal;
  }
  if (use === 'rcp' && (except || block !== '*')) {
    wrong.push('its principal is not "*", as a resource control policy demands');
    return anyPrincipal;
  }
  if (block === '*') return { list: [{ type: '*', value: '*' }], except };
  if (!isJsonObject(block)) {
    wrong.push('its principal is neither "*" nor an object');
    return anyPrincipal;
  }
  const list: PrincipalEntry[] = [];
  for (const [type, value] of Object.entries(block)) {
    if (!types.has(type)) {
      wrong.push(`the principal type ${JSON.stringify(type)} is not known`);
      return anyPrincipal;
    }
    const values = strings(value ?? null);
    if (values === undefined) {
      wrong.push(`its principal ${type} is neither a string nor a list of strings`);
      return anyPrincipal;
    }
    for (const each of values) list.push({ type, value: each });
  }
  return { list, except };
}

// A bucket policy names an origin access identity as a user of the account `cloudfront`: CloudFront Developer Guide,
// private-content-restricting-access-to-s3.html. The prefixes of unique ids: IAM User Guide, reference_identifiers.html.
const forms: readonly RegExp[] = [
  /^\d{12}$/,
  /^arn:[^:*?]+:iam::\d{12}:root$/,
  /^arn:[^:*?]+:iam::(?:\d{12}|cloudfront):(?:user|role)\/[^*?]+$/,
  /^arn:[^:*?]+:sts::\d{12}:assumed-role\/[^*?/]+\/[^*?]+$/,
  /^arn:[^:*?]+:sts::\d{12}:federated-user\/[^*?]+$/,
  /^A(?:BIA|CCA|GPA|IDA|IPA|KIA|NPA|NVA|PKA|ROA|SCA|SIA)[A-Za-z0-9]+$/,
];

/** Whether the entry is written in a form that names someone, or everyone; wildcards within an ARN are none. */
export function isPrincipal({ type, value }: PrincipalEntry): boolean {
  return type !== 'AWS' || value === '*' || forms.some((each) => each.test(value));
}
