import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { ProbeNear } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { BoundaryId, EntityId } from '../../../../src/model/ids.ts';
import { readDocument } from '../../documents.ts';
import { isAdmitted } from '../iam.ts';
import { lastName } from '../made.ts';
import type { Look } from './look.ts';
import { listed, textIn, thing } from './look.ts';

type Kind = 'user' | 'group' | 'role';
const words: Readonly<Record<Kind, 'User' | 'Group' | 'Role'>> = { user: 'User', group: 'Group', role: 'Role' };

/** A target with what may serve as its control, the surest first. */
export interface Question {
  readonly target: Look;
  readonly controls: readonly Look[];
}

function kindOf(arn: string): Kind | null {
  return (/^arn:[^:]+:iam::\d{12}:(user|group|role)\//.exec(arn)?.[1] as Kind | undefined) ?? null;
}

function task(boundary: BoundaryId, call: string, arn: string, more: JsonObject = {}): Look['task'] {
  return { boundary, surface: 'aws:probes', args: { call, arn, ...more } };
}

/** Whether a user, group or role is there. */
export function principal(boundary: BoundaryId, arn: EntityId): Look | null {
  const kind = kindOf(arn);
  if (kind === null) return null;
  const name = lastName(arn);
  return thing(task(boundary, `Get${words[kind]}`, arn), `${kind} ${name}`, (body) => {
    const told = textIn(body[words[kind]], `${words[kind]}Name`);
    return told === null || told !== name ? null : true;
  });
}

/** The holder itself, and another principal of the account that the last scan saw: the first in the order of ids, of the same kind if there is one. */
export function controlsOf(boundary: BoundaryId, holder: EntityId, near: ProbeNear): readonly Look[] {
  const others = near.identities
    .filter(({ id, boundary: its, providerManaged }) => its === boundary && id !== holder && !providerManaged && kindOf(id) !== null)
    .map(({ id }) => id)
    .sort(byCodeUnit);
  const other = others.find((id) => kindOf(id) === kindOf(holder)) ?? others[0];
  return [holder, other].flatMap((id) => (id === undefined ? [] : (principal(boundary, id) ?? [])));
}

/** Whether the user is there: under its id, where the last scan told one, since a namesake is another. */
export function user({ boundary, subject, objects }: Access, near: ProbeNear): Question | null {
  const target = principal(boundary, subject);
  if (target === null) return null;
  const controls = controlsOf(boundary, subject, near).filter(({ about }) => about !== target.about);
  return { target: known(target, objects), controls };
}

/** The same answer, saying where the id is another than was known: the name was taken away and given again. */
function known(look: Look, objects: readonly string[]): Look {
  const ids = objects.filter((each) => /^AIDA[A-Z0-9]+$/.test(each));
  return {
    ...look,
    read(pages) {
      const seen = look.read(pages);
      const [page] = pages;
      const id = seen.says === 'found' && isJsonObject(page?.body) ? textIn(page.body['User'], 'UserId') : null;
      if (seen.says !== 'found' || id === null || ids.length === 0 || ids.includes(id)) return seen;
      return { says: 'found', words: `${seen.words}, under another id: ${id}` };
    },
  };
}

export function attachment({ boundary, subject, objects, name }: Access, near: ProbeNear): Question | null {
  const kind = kindOf(subject);
  const [policy] = objects;
  if (kind === null || policy === undefined) return null;
  const asked = task(boundary, `ListAttached${words[kind]}Policies`, subject);
  const target = listed(asked, `${name} attached to ${kind} ${lastName(subject)}`, 'AttachedPolicies', (each) =>
    same(each, 'PolicyArn', policy),
  );
  return { target, controls: controlsOf(boundary, subject, near) };
}

export function inlinePolicy({ boundary, subject, name }: Access, near: ProbeNear): Question | null {
  const kind = kindOf(subject);
  if (kind === null) return null;
  const asked = task(boundary, `Get${words[kind]}Policy`, subject, { policy: name });
  const target = thing(
    asked,
    `inline policy ${name} of ${kind} ${lastName(subject)}`,
    (body) => same(body, 'PolicyName', name) === true || null,
  );
  return { target, controls: controlsOf(boundary, subject, near) };
}

export function groupMembership({ boundary, subject, objects, name }: Access, near: ProbeNear): Question | null {
  if (kindOf(subject) !== 'user') return null;
  const about = `group ${name} of user ${lastName(subject)}`;
  const target = listed(task(boundary, 'ListGroupsForUser', subject), about, 'Groups', (each) => {
    const group = textIn(each, 'GroupName');
    // names of groups are unique in an account without regard to case
    return group === null ? null : objects.some((known) => known.toLowerCase() === group.toLowerCase());
  });
  return { target, controls: controlsOf(boundary, subject, near) };
}

/** The role's own answer is the control: its trust policy is in it whole. */
export function trust({ boundary, subject, objects }: Access, near: ProbeNear): Question | null {
  const [role = ''] = objects;
  if (kindOf(role) !== 'role') return null;
  const own = principal(boundary, role);
  const asked = task(boundary, 'GetRole', role);
  const target = thing(asked, `${subject} in the trust policy of role ${lastName(role)}`, (body) => {
    const told = body['Role'];
    if (!isJsonObject(told) || textIn(told, 'RoleName') !== lastName(role)) return null;
    const read = readDocument(told['AssumeRolePolicyDocument']);
    return read.ok ? isAdmitted(role, read.document, subject) : null;
  });
  return { target, controls: own === null ? [] : [own, ...controlsOf(boundary, role, near)] };
}

/** Whether the member is this text; `null`: there is no text. */
export function same(value: Json, member: string, text: string): boolean | null {
  const told = textIn(value, member);
  return told === null ? null : told === text;
}
