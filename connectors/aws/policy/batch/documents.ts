import type { PolicyInput } from '../access.ts';
import type { ComparedAs } from '../compile/compared.ts';
import { kindsCompared } from '../compile/compared.ts';
import { CompiledPolicy, compile } from '../compile/policy.ts';
import type { KeyLookup } from '../match/truth.ts';
import type { PolicyUse } from '../statement.ts';
import type { Personal } from './personal.ts';
import { learned, personalOf } from './personal.ts';
import { ByStructure } from './structure.ts';
import type { Says } from './reach.ts';
import { OpenTexts, says } from './reach.ts';
import type { Space } from './space.ts';

/** What a document says to principals that are alike to it. Of one number are all that no answer can tell apart. */
export interface Said extends Says {
  readonly id: number;
}

/** A document of the batch. */
export interface Known {
  readonly id: number;
  readonly policy: CompiledPolicy;
  readonly personal: Personal | null;
  /** By what it learned of the principal; `''` for a document that asks nothing of it. */
  readonly bySpace: (Map<string, Said | null> | undefined)[];
}

/** The documents of a batch, each once however often it is given. */
export class Documents {
  readonly #byStructure: Readonly<Record<PolicyUse, ByStructure<Known>>> = {
    identity: new ByStructure(),
    resource: new ByStructure(),
    trust: new ByStructure(),
    scp: new ByStructure(),
    rcp: new ByStructure(),
  };
  readonly #byPolicy = new Map<CompiledPolicy, Known>();
  readonly #kinds = new Map<string, ComparedAs>();
  readonly #mixed = new Set<string>();
  readonly #texts = new OpenTexts();
  readonly #said = new Map<string, Said>();

  /** Whether documents met so far differ in what kind of value they compare a key as: what one says then bears on another. */
  get differ(): boolean {
    return this.#mixed.size > 0;
  }

  /** Whether the document compares a key of which the documents met so far differ. */
  isMixed({ policy }: Known): boolean {
    for (const key of kindsCompared(policy.statements).keys()) if (this.#mixed.has(key)) return true;
    return false;
  }

  get size(): number {
    return this.#byPolicy.size;
  }

  /** What the document says of the requests; `null`: nothing. */
  said({ policy, personal, bySpace }: Known, space: Space, lookup: KeyLookup): Said | null {
    const learnt = personal === null ? '' : learned(personal, lookup);
    const all = (bySpace[space.id] ??= new Map<string, Said | null>());
    let said = all.get(learnt);
    if (said === undefined) {
      const heard = says(policy, space.actions, space.resources, lookup, this.#texts);
      said = heard === null ? null : this.#numbered(heard);
      all.set(learnt, said);
    }
    return said;
  }

  known(input: PolicyInput, use: PolicyUse): Known {
    if (input instanceof CompiledPolicy && input.use === use) return this.#ofPolicy(input);
    const document = input instanceof CompiledPolicy ? input.document : input;
    return this.#byStructure[use].find(document, () => this.#ofPolicy(compile(document, use)));
  }

  #ofPolicy(policy: CompiledPolicy): Known {
    let known = this.#byPolicy.get(policy);
    if (known === undefined) {
      known = { id: this.#byPolicy.size, policy, personal: personalOf(policy), bySpace: [] };
      this.#byPolicy.set(policy, known);
      for (const [key, kind] of kindsCompared(policy.statements)) {
        if ((this.#kinds.get(key) ?? kind) !== kind) this.#mixed.add(key);
        this.#kinds.set(key, kind);
      }
    }
    return known;
  }

  #numbered(heard: Says): Said {
    const { allows, mayAllow, denies, mayDeny } = heard.reach;
    const open = heard.open.length === 0 ? '' : JSON.stringify(heard.open);
    const key = `${allows.join()} ${mayAllow.join()} ${denies.join()} ${mayDeny.join()} ${open}`;
    let said = this.#said.get(key);
    if (said === undefined) {
      said = { id: this.#said.size, ...heard };
      this.#said.set(key, said);
    }
    return said;
  }
}
