import { isNonEmpty } from '../../../../src/base/json.ts';
import type { NonEmpty } from '../../../../src/base/json.ts';
import { defineRule } from '../../../../src/contract/rule.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { Question } from '../../../../src/model/question.ts';
import type { View } from '../../../../src/model/view.ts';
import { admins, ann, ben, directory, tenant } from '../../../../src/rules/activation-examples.ts';
import { controls } from '../../../../src/rules/controls.ts';
import { isLeftBehind } from '../../../../src/rules/directory.ts';
import { listedNeeds } from '../../../../src/rules/credential-questions.ts';
import { clear, counted, doubtsOf, mayBreak, nameOf, noSettings } from '../../../../src/rules/shared.ts';
import { globalAdministrator, holds } from '../examples.ts';
import { standingMembers } from '../members.ts';
import { labelledPrivileged, roleOfSource } from '../privileged-roles.ts';
import { givenBy, weightOfGiven, witnessOf } from '../sources.ts';
import type { Given } from '../sources.ts';
import { answerWhole, isTenant, saidOf, wholeQuestions } from '../unread.ts';
import type { Told } from '../unread.ts';

const told: NonEmpty<Told> = [{ kind: 'attachment', surfaces: ['entra:role-assignments', 'entra:role-assignment-instances'] }];
const tenantOnly = { boundary: tenant, scope: tenant };
const role = (who: string, more: Partial<Grant> = {}) => ({
  ...holds(who, globalAdministrator, 'Global Administrator', tenantOnly),
  source: {
    id: `directory-role|${who}|${globalAdministrator}|${tenant}`,
    kind: 'directory-role',
    name: 'Global Administrator',
    boundary: tenant,
  },
  ...more,
});

export const rule = defineRule({
  id: 'permanent-privileged-role',
  revision: 2,
  family: 'standing',
  title: 'Privileged directory role held for good',
  why: 'A privileged role that is active without an end is there at every hour for whoever takes over the account, though the directory could have it switched on for hours instead. Privileged are the roles that Microsoft labels so, and every other that lets its holder change something. Asked of each active assignment of such a role to a person or a group, below control of the whole tenant too; for a group it is a finding where somebody is in it for good. Service principals, which cannot switch a role on, are not asked about, nor is what an id holds that is in no list: orphaned-assignment tells it.',
  remedy:
    'Make the assignment eligible in Privileged Identity Management, with approval, a second factor and an end. Keep two accounts for emergencies as exceptions with owner, end and test.',
  verify: 'The next complete read of the instances shows the role as eligible, or no longer shows it.',
  controls: controls('PR.AA-05', 'AC-2(6)', 'AC-2(7)', 'AC-6', 'AC-6(5)', 'ZTA-3', 'CC6.1', 'CC6.3', 'A.5.18', 'A.8.2', 'PCI-7.2.2'),
  settings: noSettings,
  needs: listedNeeds,
  *questions(view): Iterable<Question> {
    for (const given of givenBy(view, 'directory-role').values()) {
      if (isAsked(view, given)) yield { subject: { type: given.first.type, id: given.first.key } };
    }
    yield* wholeQuestions(view, told, isTenant);
  },
  answer(view, { subject }) {
    if (subject.type === 'boundary') return answerWhole(view, told, subject.id);
    const given = givenBy(view, 'directory-role').get(subject.id);
    if (given === undefined) return clear;
    const lasting = given.elements.find(({ presence, bounds }) => presence === 'certain' && bounds.lo === 'standing');
    if (lasting === undefined) {
      const open = given.elements.find(({ bounds }) => bounds.hi === 'standing');
      const because = open === undefined ? undefined : doubtsOf(view, open, 'attachment', given.holder);
      return because === undefined ? clear : { says: 'undetermined', because: saidOf(view, 'entra:role-assignment-instances', because) };
    }
    const who: [string, ...string[]] = [`${nameOf(view, given.holder)} holds ${given.name}, active and without an end`];
    if (view.identity(given.holder)?.kind === 'group') {
      const { sure, open } = standingMembers(view, given.holder);
      if (sure.length === 0) return isNonEmpty(open) ? { says: 'undetermined', because: open } : clear;
      who.push(
        `${counted(sure.length, 'member is', 'members are')} in the group for good: ${sure
          .slice(0, 5)
          .map((each) => nameOf(view, each))
          .join(', ')}`,
      );
    }
    const weight = weightOfGiven(view, given);
    const breaks = mayBreak(view, given.holder);
    return {
      says: 'finding',
      severity: weight === 'tier-0' ? 'high' : given.elements.some(changes) ? 'medium' : 'low',
      reasons: [...who, ...(weight === 'tier-0' ? ['it leads to control of a whole boundary'] : [])],
      witness: witnessOf({ ...given, first: lasting, elements: [lasting, ...given.elements.filter((each) => each !== lasting)] }),
      ...(breaks === undefined ? {} : { mayBreak: breaks }),
    };
  },
  examples: {
    fires: [
      directory('an administrator for good', {}, { grants: [role(ann)] }),
      directory(
        'a group that somebody is in for good',
        {},
        { grants: [role(admins)], links: [{ from: ben, to: admins, how: 'member-of' }] },
      ),
      directory(
        'a reader that Microsoft labels privileged',
        {},
        {
          grants: [
            role(ann, {
              capability: 'read-data',
              scope: `${tenant}/all`,
              source: {
                ...role(ann).source,
                id: `directory-role|${ann}|f2ef992c-3afb-46b9-b7cf-a126ee74c451|${tenant}`,
                name: 'Global Reader',
              },
            }),
          ],
        },
      ),
    ],
    clear: [
      directory('only eligible', {}),
      directory(
        'what names somebody who is in no list, which another rule tells',
        {},
        { grants: [role(ann.replace('aaaaaaaa', 'eeeeeeee'))] },
      ),
      directory('assigned with an end', {}, { grants: [role(ann, { bounds: { lo: 'time-bound', hi: 'time-bound' } })] }),
      directory(
        'a group that people are only eligible for',
        {},
        {
          grants: [role(admins)],
          links: [{ from: ben, to: admins, how: 'member-of', bounds: { lo: 'eligible', hi: 'eligible' }, gate: 'self' }],
        },
      ),
    ],
    undetermined: [
      directory('assignments were refused', {}, { unread: [{ kind: 'attachment' }] }),
      directory(
        'whether it was switched on could not be read',
        {},
        { grants: [role(ann, { bounds: { lo: 'activated', hi: 'standing' }, because: ['instances were not read'] })] },
      ),
      directory('who is in the group was not read', {}, { grants: [role(admins)], unread: [{ kind: 'membership' }] }),
    ],
  },
});

/** Whether a person or group holds it, and it is privileged by Microsoft's label or by what it lets change. */
function isAsked(view: View, { id, holder, elements }: Given): boolean {
  const identity = view.identity(holder);
  // what names somebody who is gone for good opens nothing
  if (identity !== undefined && isLeftBehind(view, identity)) return false;
  const kind = identity?.kind;
  if (kind === 'service-principal' || kind === 'managed-identity' || kind === 'agent' || kind === 'app') return false;
  return labelledPrivileged.has(roleOfSource(id) ?? '') || elements.some(changes);
}

function changes(element: Grant | Link): boolean {
  return element.type === 'link' || (element.capability !== 'ordinary' && element.capability !== 'read-data');
}
