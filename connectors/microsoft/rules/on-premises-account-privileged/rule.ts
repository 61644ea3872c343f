import { isNonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { Reach, View } from '../../../../src/model/view.ts';
import { owner } from '../../../../src/rules/application-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { mostLastingHeld, mostLastingSure } from '../../../../src/rules/lasting.ts';
import type { HeldFor } from '../../../../src/rules/lasting.ts';
import { privileged } from '../../../../src/rules/privileged.ts';
import { clear, mayBreak, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { doubts, grantSources } from '../../../../src/rules/standing-answer.ts';
import { globalAdministrator, holds, home, objects, tenantWith } from '../examples.ts';
import { givenBy } from '../sources.ts';

const synced = [{ id: owner, kind: 'user' as const, name: 'olga', tags: { 'on-premises-sync': 'true' } }];
const administers = holds(owner, globalAdministrator, 'Global Administrator');
const reads = holds(owner, 'f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader', {
  capability: 'read-data',
  scope: `${objects}/directory`,
});

export const rule = defineRule({
  id: 'on-premises-account-privileged',
  revision: 1,
  family: 'standing',
  title: 'Account kept on premises holds a cloud role',
  why: 'The password and often the sign-in of a synchronized account come from the directory on premises: whoever controls a domain controller, the synchronization or the federation server there is this administrator in the cloud. Microsoft’s guidance is to keep administrators of the cloud in the cloud alone. Asked of each synchronized account that holds a directory role itself, or that leads to control of a whole boundary by any way, eligible ones among them.',
  remedy:
    'Give the person an account for administration that exists in the cloud alone, move the roles to it, and take them from the synchronized one.',
  verify: 'The next complete read shows no directory role and no way to control of a whole boundary for the synchronized account.',
  controls: controls('NHI8', 'PR.AA-05', 'AC-2(7)', 'AC-5', 'AC-6(5)', 'IA-2', 'CC6.1', 'CC6.3', 'A.8.2', 'PCI-7.2.2'),
  settings: noSettings,
  needs: grantSources,
  *questions(view): Iterable<Question> {
    const holders = roleHolders(view);
    for (const identity of view.identities()) {
      if (!isSynchronized(identity)) continue;
      if (holders.has(identity.id) || view.foremost(identity.id, privileged, 'any')?.tierZero === true) {
        yield { subject: { type: 'identity', id: identity.id } };
      }
    }
  },
  answer(view, { subject }) {
    const top = mostLastingHeld(view, subject.id, privileged, { tierZero: true });
    const reach = top ?? byRole(view, subject.id);
    if (reach === undefined) {
      const open = view.foremost(subject.id, privileged, 'any');
      if (open?.tierZero !== true) return clear;
      const because = doubts(view, open, view.path(subject.id, open.capability, open.scope), grantSources);
      return isNonEmpty(because) ? { says: 'undetermined', because } : clear;
    }
    const { capability, scope, lo } = reach;
    const breaks = mayBreak(view, subject.id);
    return {
      says: 'finding',
      severity: top === undefined ? 'medium' : 'high',
      reasons: [
        `${nameOf(view, subject.id)} is synchronized from a directory on premises, and reaches ${capability} on ${scope}, ${lo}`,
        ...(top === undefined ? [] : ['it leads to control of a whole boundary']),
      ],
      witness: [
        { type: 'path', identity: subject.id, capability, scope },
        { type: 'identity', id: subject.id },
      ],
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      tenantWith('a synchronized Global Administrator', { identities: synced, links: [], grants: [administers] }),
      tenantWith('one that is only eligible', {
        identities: synced,
        links: [],
        grants: [{ ...administers, bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' }],
      }),
      tenantWith('a synchronized account with a lesser role', { identities: synced, links: [], grants: [reads] }),
    ],
    clear: [
      tenantWith('a role that gives nothing but what is ordinary', {
        identities: synced,
        links: [],
        grants: [{ ...reads, capability: 'ordinary' }],
      }),
    ],
    undetermined: [
      tenantWith('whether a condition of the assignment holds is not told', {
        identities: synced,
        links: [],
        grants: [{ ...administers, presence: 'possible', conditions: [{ text: 'condition of the assignment', settled: 'outside' }] }],
      }),
      tenantWith('memberships were refused', {
        identities: synced,
        links: [],
        grants: [{ ...reads, scope: home, capability: 'ordinary' }],
        unread: [{ kind: 'membership' }],
      }),
    ],
  },
});

function isSynchronized({ tags, kind }: Identity): boolean {
  return kind === 'user' && tags['on-premises-sync'] === 'true';
}

function roleHolders(view: View): ReadonlySet<string> {
  return new Set(['directory-role', 'eligible-role'].flatMap((kind) => [...givenBy(view, kind).values()].map(({ holder }) => holder)));
}

/** What it holds by a directory role; its ways are looked at one by one. */
function byRole(view: View, identity: string): Pick<HeldFor, 'capability' | 'scope' | 'lo'> | undefined {
  const reach = mostLastingSure(view.reachesOf(identity).filter((each) => isByRole(view, each)));
  return reach === undefined ? undefined : { ...reach, lo: reach.bounds.lo };
}

function isByRole(view: View, { identity, capability, scope }: Reach): boolean {
  if (capability === 'ordinary') return false;
  const path = view.path(identity, capability, scope);
  return (
    path !== undefined &&
    [...path.links, path.grant].some(({ source }) => source.kind === 'directory-role' || source.kind === 'eligible-role')
  );
}
