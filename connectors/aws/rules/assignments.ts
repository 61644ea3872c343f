import type { SmallGraph } from '../../../src/contract/rule.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { Gap } from '../../../src/model/gap.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { Observation, Question } from '../../../src/model/question.ts';
import type { View } from '../../../src/model/view.ts';
import { clear, undetermined } from '../../../src/rules/shared.ts';
import { isInstance } from '../identity.ts';
import { identityCenter } from '../surfaces/identity-center/surfaces.ts';

/** Of the source of such a link. */
const sourceKind = 'assignment';

/** Links that assignments of IAM Identity Center make. */
export function isAssignment(link: Link): boolean {
  return link.source.kind === sourceKind && link.presence !== 'refuted';
}

/** The role that a permission set has in an account. */
export function isReserved({ id, kind, boundary }: Identity): boolean {
  return kind === 'role' && boundary !== null && id.includes(':role/aws-reserved/sso.amazonaws.com/');
}

/** One question for each assignment, and one for each instance without any, so that assignments nobody could read are asked about too. */
export function* assignmentQuestions(view: View): Iterable<Question> {
  yield* questionsOn(view, [...view.links({ sourceKind })].filter(isAssignment));
}

/** The same, with one assignment for all that lead to one role: that with the least key. */
export function* assignedRoleQuestions(view: View): Iterable<Question> {
  const byRole = new Map<EntityId, Link>();
  for (const link of view.links({ sourceKind })) {
    if (!isAssignment(link)) continue;
    const known = byRole.get(link.to);
    if (known === undefined || link.key < known.key) byRole.set(link.to, link);
  }
  yield* questionsOn(view, [...byRole.values()]);
}

function* questionsOn(view: View, links: readonly Link[]): Iterable<Question> {
  for (const { key } of links) yield { subject: { type: 'link', id: key } };
  const asked = new Set(links.map((each) => each.boundary));
  for (const { id } of view.boundaries) {
    if ((isInstance(id) && !asked.has(id)) || unlisted(view, id) !== undefined) yield { subject: { type: 'boundary', id } };
  }
}

/** Why it is not known which instances there are, where that was asked in this boundary and not answered. */
function unlisted(view: View, boundary: BoundaryId): Gap | undefined {
  if (isInstance(boundary)) return undefined;
  const line = view.coverage().find((each) => each.boundary === boundary && each.surface === identityCenter.id);
  if (line === undefined || line.status === 'complete' || line.status === 'excluded') return undefined;
  const { surface, detail } = line;
  return { boundary, surface, cause: line.cause ?? 'interrupted', detail: detail ?? `${surface} in ${boundary} was not fully read` };
}

/** Asks about an assignment; an instance without any has nothing to be found, as far as it was read. */
export function answerAssignment(view: View, { subject }: Question, ask: (link: Link) => Observation): Observation {
  const gap = subject.type === 'boundary' ? unlisted(view, subject.id) : undefined;
  if (gap !== undefined) return undetermined(gap);
  const link = subject.type === 'link' ? view.link(subject.id) : undefined;
  return link === undefined || !isAssignment(link) ? clear : ask(link);
}

export const exampleCenter = 'aws:identity-center/ssoins-0123456789abcdef';
export const exampleRole = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef';
const group = 'arn:aws:identitystore:::group/ops';

/** A group that is assigned a permission set in one account. */
export function assigned(name: string, detail: Link['detail'], more: Partial<SmallGraph> = {}): SmallGraph {
  const source = {
    id: 'assignment|Admin|111122223333|GROUP|ops',
    kind: 'assignment',
    name: 'permission set Admin in account 111122223333',
    boundary: exampleCenter,
  };
  return {
    name,
    boundaries: [{ id: 'aws:111122223333' }, { id: exampleCenter, kind: 'identity-center' }],
    identities: [
      { id: exampleRole, kind: 'role', name: 'AWSReservedSSO_Admin_0123456789abcdef' },
      { id: group, kind: 'group', name: 'ops', boundary: exampleCenter },
    ],
    links: [
      {
        from: group,
        to: exampleRole,
        boundary: exampleCenter,
        source,
        detail: {
          permissionSet: 'Admin',
          account: '111122223333',
          sessionSeconds: 3600,
          provisioned: true,
          removalFailed: false,
          ...detail,
        },
      },
    ],
    ...more,
  };
}

/** An instance that assigns nothing. */
export function unassigned(name: string, more: Partial<SmallGraph> = {}): SmallGraph {
  return { name, boundaries: [{ id: exampleCenter, kind: 'identity-center' }], ...more };
}
