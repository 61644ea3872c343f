import { covers } from '../policy/glob.ts';
import type { Atom } from '../policy/condition.ts';
import type { Caller } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { splitArn } from '../resolve/arn.ts';
import { outsiderTo } from '../resolve/outsider.ts';
import type { Owner } from '../resolve/outsider.ts';
import type { Party, Requester } from '../resolve/principals.ts';
import { callOf, partiesOf, roleOfSession } from '../resolve/principals.ts';
import { readOidc, readSaml } from '../resolve/subjects.ts';
import type { Reading } from './reading.ts';

const ROLES_ANYWHERE = 'rolesanywhere.amazonaws.com';

/** Who comes to a role or resource, by the id that elements give it. */
export class Visitor {
  readonly id: string;
  readonly caller: Caller;
  readonly requester: Requester;
  readonly #reading: Reading;
  readonly #partition: string;

  constructor(reading: Reading, id: string, owner: Owner, partition: string) {
    this.id = id;
    this.#reading = reading;
    this.#partition = partition;
    const { estate, now } = reading;
    const principal = estate.principals.get(id);
    const account = splitArn(id)?.account;
    const [kind = '', name = ''] = cut(id);
    const outsider = (of?: string, arn?: string): Caller => outsiderTo(owner, estate, now, of, arn);
    if (principal !== undefined) {
      this.caller = { ...principal.caller, resourceAccount: owner.account, resourceMembership: owner.membership };
      this.requester = { arn: id, account: principal.account };
    } else if (kind === 'service') {
      this.caller = { ...outsider(), kind: 'service' };
      this.requester = { entry: `Service:${name}` };
    } else if (kind === 'federated') {
      const provider = name.split('|')[0] ?? name;
      const certificate = provider.includes(':rolesanywhere:');
      this.caller = { ...outsider(), kind: certificate ? 'service' : 'federated' };
      this.requester = { entry: certificate ? `Service:${ROLES_ANYWHERE}` : `Federated:${provider}` };
    } else if (kind === 'pool') {
      // those of an account whose policies name the same roles
      const of = /^aws:(\d{12})(?::|$)/.exec(name)?.[1];
      this.caller = outsider(of);
      this.requester = of === undefined ? {} : { account: of };
    } else if (account === undefined) {
      this.caller = outsider();
      this.requester = {};
    } else {
      const isRoot = id.endsWith(':root');
      this.caller = outsider(account, isRoot ? undefined : id);
      this.requester = isRoot ? { account } : { arn: id, account };
    }
  }

  /** The party of a statement by which it is let in; `undefined`: the statement means others. */
  partyIn(statement: CompiledStatement): Party | undefined {
    return partiesOf(statement, this.#partition).find((party) => this.#isOf(party));
  }

  /** The call by which it comes to a role. */
  callIn(statement: CompiledStatement): string {
    const call = callOf(this.partyIn(statement) ?? { form: 'anyone' });
    if (call === 'sts:assumerolewithwebidentity') return 'sts:AssumeRoleWithWebIdentity';
    return call === 'sts:assumerolewithsaml' ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRole';
  }

  /** Conditions that say no more than who it is, as its id does. */
  saysWho(statement: CompiledStatement): readonly Atom[] {
    const party = this.partyIn(statement);
    const { conditions } = statement;
    if (this.id.startsWith('organization:')) {
      return conditions.filter(({ key, negated }) => !negated && (key === 'aws:principalorgid' || key === 'aws:principalorgpaths'));
    }
    if (party?.form === 'service' && party.service === ROLES_ANYWHERE) return conditions.filter(({ key }) => ofCertificate.test(key));
    if (party?.form !== 'oidc' && party?.form !== 'saml') return [];
    const { others } = party.form === 'oidc' ? readOidc(party.provider, conditions) : readSaml(party.provider, conditions);
    return conditions.filter((atom) => !others.includes(atom));
  }

  #isOf(party: Party): boolean {
    const account = this.requester.account;
    switch (party.form) {
      case 'anyone':
        return true;
      case 'account':
        return party.account === account;
      case 'user':
      case 'role':
      case 'federated-user':
        return party.arn === this.id;
      case 'session':
        return roleOfSession(this.#reading.estate, party.account, party.role, this.#partition) === this.id;
      case 'service':
        return this.requester.entry === `Service:${party.service}`;
      case 'oidc':
      case 'saml':
        return this.requester.entry === `Federated:${party.provider}`;
      case 'deleted':
        return party.id === this.id;
      case 'canonical-user':
      case 'unknown':
        return covers(`*${party.id}`, this.id);
    }
  }
}

const ofCertificate = /^aws:(?:principaltag\/x509|sourcearn$|sourceaccount$)/;

function cut(id: string): readonly string[] {
  const colon = id.indexOf(':');
  return [id.slice(0, colon), id.slice(colon + 1)];
}
