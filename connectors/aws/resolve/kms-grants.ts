import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { ConditionNote, Grant } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { exactly } from '../../../src/model/persistence.ts';
import { always } from '../../../src/model/window.ts';
import type { KmsGrantFact, KmsKeyFact } from '../surfaces/regional/facts.ts';
import { isKmsGrant } from '../surfaces/regional/facts.ts';
import type { Estate } from './estate.ts';
import { firstPage } from './policies.ts';
import { partyOf, roleOfSession } from './principals.ts';

/**
 * What grants of KMS give, which no policy shows. A grant is enough by itself in the key's account and has no end (KMS Developer Guide,
 * grants.html). What it allows is `ordinary`, as the same actions in a policy are: using a key opens nothing without the ciphertext,
 * and no operation of a grant changes or deletes the key. Denies are not taken off; a caveat says so.
 */
export function* kmsGrants(facts: FactIndex, estate: Estate): Iterable<Grant> {
  const states = new Map<string, string>();
  for (const { value } of facts.ofKind('observation')) if (isKey(value)) states.set(value.arn, value.state);
  for (const fact of facts.ofKind('resource-policy')) {
    if (!isKmsGrant(fact.value)) continue;
    const grant = grantOf(fact, fact.value, estate, states.get(fact.value.resource));
    if (grant !== undefined) yield grant;
  }
}

function isKey(value: Json): value is Json & Pick<KmsKeyFact, 'arn' | 'state'> {
  return isJsonObject(value) && value['type'] === 'kms-key';
}

function grantOf(fact: FactOfKind<'resource-policy'>, value: KmsGrantFact, estate: Estate, state: string | undefined): Grant | undefined {
  const { resource, operations, name, grantId } = value;
  const holder = holderOf(value, estate);
  if (holder === undefined) return undefined;
  const conditions = [...holder.conditions, ...constraintsOf(value), ...stateOf(resource, state)];
  const allowed = [...operations].sort(byCodeUnit);
  const because = [`a grant of KMS allows ${allowed.join(', ')}`, 'nothing ends it'];
  if (operations.includes('CreateGrant')) because.push('its holder may hand on as much to others');
  if (operations.some((each) => reads.has(each))) because.push('what it decrypts must be read by another right');
  return {
    type: 'grant',
    key: `grant|${holder.subject}|${fact.key}|ordinary|${resource}`,
    boundary: fact.boundary,
    subject: holder.subject,
    capability: 'ordinary',
    scope: resource,
    through: [],
    bounds: exactly('standing'),
    presence: conditions.some((each) => each.settled === 'outside') ? 'possible' : 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because,
    conditions,
    caveats: [
      ...holder.caveats,
      'unless a policy of the key, of its holder or of the organization denies it: denies of grants were not worked out',
    ],
    source: { id: fact.key, kind: 'kms-grant', name: `KMS grant ${name ?? grantId} on ${resource}`, boundary: fact.boundary },
    evidence: firstPage(fact),
  };
}

const reads: ReadonlySet<string> = new Set(['Decrypt', 'ReEncryptFrom', 'Decapsulate', 'DeriveSharedSecret']);

interface Holder {
  readonly subject: EntityId;
  readonly conditions: readonly ConditionNote[];
  readonly caveats: readonly string[];
}

/** `undefined` for the id of a principal that is gone, which matches nobody. */
function holderOf({ grantee, resource }: KmsGrantFact, estate: Estate): Holder | undefined {
  const [, partition = 'aws', , , owner = ''] = resource.split(':');
  const plain = (subject: EntityId, account?: string): Holder => ({ subject, conditions: [], caveats: abroad(account, owner) });
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(grantee)) return plain(`service:${grantee}`);
  const party = partyOf({ type: 'AWS', value: grantee }, partition);
  switch (party.form) {
    case 'deleted':
      return undefined;
    case 'account': {
      const subject = `arn:${party.partition}:iam::${party.account}:root`;
      return { subject, conditions: [], caveats: [`the policies of account ${party.account} say who in it may`] };
    }
    case 'user':
    case 'role':
    case 'federated-user':
      return plain(party.arn, party.account);
    case 'session': {
      // roles of AWS itself, as the one by which EC2 opens a volume: arn:aws:sts::<account>:assumed-role/aws:ec2-infrastructure/<instance>
      if (party.role.startsWith('aws:')) return plain(`service:${party.role}`);
      const role = plain(roleOfSession(estate, party.account, party.role, partition), party.account);
      return { ...role, conditions: [{ text: `its session is named ${party.session}`, settled: 'by-holder' }] };
    }
    default:
      return {
        ...plain(`unknown:${grantee}`),
        conditions: [{ text: `a grantee of this form is not understood: ${grantee}`, settled: 'outside' }],
      };
  }
}

function abroad(account: string | undefined, owner: string): readonly string[] {
  return account === undefined || account === owner ? [] : [`unless policies of account ${account} must allow it too and do not`];
}

/** The one who asks sends the encryption context; what else a grant may demand is not its to bring about. */
function constraintsOf({ constraints }: KmsGrantFact): readonly ConditionNote[] {
  return Object.entries(constraints)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([name, value]) => ({
      text: `${name} ${isJsonObject(value) ? JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b)))) : JSON.stringify(value)}`,
      settled: name === 'EncryptionContextSubset' || name === 'EncryptionContextEquals' ? 'by-holder' : 'outside',
    }));
}

/** A key that is off opens nothing until somebody turns it on again. One whose state was not told counts as on. */
function stateOf(resource: string, state: string | undefined): readonly ConditionNote[] {
  if (state === undefined || state === 'Enabled') return [];
  return [{ text: `key ${resource} is ${state}, and works again once it is enabled`, settled: 'outside' }];
}
