import type { SmallGraph } from '../../contract/rule.ts';
import { defineRule } from '../../contract/rule.ts';
import type { Link } from '../../model/grant.ts';
import type { Observation, Question } from '../../model/question.ts';
import { controls } from '../controls.ts';
import { clear, noSettings } from '../shared.ts';
import { linkAsked, trustNeeds, trustQuestions } from '../trust.ts';

export const rule = defineRule({
  id: 'trust-to-deleted-principal',
  revision: 1,
  family: 'residual',
  title: 'Trust names a deleted principal',
  why: 'A trust that names an identity which is gone was not cleaned up when access ended. It matches nobody today. It shows that offboarding stops at the identity and leaves what others grant it, and it hides the entries that do matter.',
  remedy: 'Remove the entry from the trust policy. If it is the only one, remove the role.',
  verify: 'the next analysis, with the trust read, finds no entry that matches nobody',
  controls: controls('NHI1', 'PR.AA-05', 'ID.AM-08', 'AC-2', 'AC-3(8)', 'IA-4', 'CC6.2', 'A.5.16', 'A.5.18', 'PCI-7.2.5.1', 'PCI-8.2.4'),
  settings: noSettings,
  needs: trustNeeds,
  *questions(view): Iterable<Question> {
    yield* trustQuestions(view, matchesNobody);
  },
  answer(view, question): Observation {
    const link = linkAsked(view, question);
    if (link === undefined || !matchesNobody(link)) return clear;
    return {
      says: 'finding',
      severity: 'low',
      reasons: [`trusts ${link.from}, which is deleted: nobody can use this entry, and nobody took it away`],
      witness: [{ type: 'link', id: link.key }],
    };
  },
  examples: {
    fires: [
      trusting('a role trusts the unique id of a deleted user', [
        { from: 'AIDAEXAMPLEDELETED001', openness: 'none', presence: 'refuted', windows: [] },
      ]),
      trusting('one entry is gone and one is there', [
        { from: 'AROAEXAMPLEDELETED002', openness: 'none', presence: 'refuted', windows: [] },
        { from: 'arn:aws:iam::111122223333:user/ann', openness: 'exact' },
      ]),
    ],
    clear: [
      trusting('a role trusts a user who is there', [{ from: 'arn:aws:iam::111122223333:user/ann', openness: 'exact' }]),
      trusting('a role that trusts nobody', []),
      trusting('a subject that no token of the identity provider can hold', [
        {
          from: 'federated:token.actions.githubusercontent.com|repo:*',
          how: 'federates',
          openness: 'none',
          presence: 'refuted',
          windows: [],
        },
      ]),
    ],
    undetermined: [{ ...trusting('trusts were not read', []), unread: [{ kind: 'trust' }] }],
  },
});

/** An entry nobody can use is refuted as a way in, and is asked about for just that. A subject that no token can hold was never there. */
function matchesNobody({ openness, how }: Pick<Link, 'openness' | 'how'>): boolean {
  return openness === 'none' && how !== 'federates';
}

function trusting(name: string, trusts: readonly (Partial<Link> & { readonly from: string })[]): SmallGraph {
  const role = 'arn:aws:iam::111122223333:role/deploy';
  return {
    name,
    identities: [
      { id: role, kind: 'role', name: 'deploy' },
      { id: 'arn:aws:iam::111122223333:user/ann', kind: 'user', name: 'ann' },
    ],
    links: trusts.map((trust) => ({ to: role, how: 'can-assume' as const, ...trust })),
  };
}
