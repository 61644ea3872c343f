import type { FactIndex } from '../../../src/model/fact.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { DirectoryPrincipal } from '../identity-center-facts.ts';
import { directoryArn, identityCenterFact } from '../identity-center-facts.ts';

/** What people of IAM Identity Center and permission sets are called. */
export class People {
  readonly #names = new Map<EntityId, string>();
  readonly #sets = new Map<string, string>();
  readonly #seen = new Set<string>();
  readonly #partition: string;

  constructor(facts: FactIndex) {
    for (const { value } of facts.ofKind('session-limit')) {
      const told = identityCenterFact(value);
      if (told?.type === 'permission-set-settings') this.#sets.set(told.arn, told.name);
    }
    const instances = [...facts.ofKind('provider')].flatMap(({ value }) => {
      const told = identityCenterFact(value);
      return told?.type === 'identity-center-instance' ? [told.arn] : [];
    });
    // all accounts of a directory are of its partition
    this.#partition = instances[0]?.split(':')[1] ?? 'aws';
    for (const { value } of facts.ofKind('identity')) if (value.id.includes(':identitystore:')) this.#names.set(value.id, value.name);
  }

  arnOf(type: DirectoryPrincipal, id: string): EntityId {
    return directoryArn(this.#partition, type, id);
  }

  setName(arn: string): string {
    return this.#sets.get(arn) ?? arn;
  }

  /** `user ann` */
  textOf(id: EntityId): string {
    return `${id.includes(':::group/') ? 'group' : 'user'} ${this.#names.get(id) ?? id}`;
  }

  namesOf(id: EntityId): readonly string[] {
    const name = this.#names.get(id);
    return name === undefined ? [id] : [id, name];
  }

  isFirst(id: string): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    return true;
  }
}
