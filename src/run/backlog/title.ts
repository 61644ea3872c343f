import { counted } from '../../base/text/count.ts';
import type { Finding } from '../../model/finding.ts';
import type { EntityId } from '../../model/ids.ts';
import type { BacklogEstate } from './estate.ts';
import { actOf, acts, type Act } from './fixes.ts';
import type { Group } from './group.ts';
import { surfacesOf } from './reading.ts';
import { titlesOfRules } from './rule-titles.ts';

/** What to change, as one line that a person would write: `Remove AdministratorAccess from role on-call`. Never what a rule is called, where it can be told. */
export function titleOf(group: Group, estate: BacklogEstate): string {
  const findings = group.findings.length > 0 ? group.findings : group.excepted;
  return estate
    .named(titled(group, findings, estate))
    .replace(/\s+/g, ' ')
    .trim();
}

function titled(group: Group, findings: readonly Finding[], estate: BacklogEstate): string {
  if (group.fix === 'read') return readingTitle(group, estate);
  const subjects = [...new Set(findings.map(({ subject }) => whoText(subject.id, subject.name, estate)))].sort();
  const name = thingText(group, findings, estate);
  const about = findings.find(({ subject }) => subject.kind === 'surface')?.subject.name;
  const where = about ?? (group.boundary === null ? 'the estate' : estate.boundaryName(group.boundary));
  if (group.fix === 'change') return changeTitle(group, findings, estate);
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort();
  for (const rule of rules) {
    const title = Object.hasOwn(titlesOfRules, rule) ? titlesOfRules[rule] : undefined;
    if (title !== undefined)
      return title({
        name,
        thing: group.cause.name,
        where,
        count: findings.length,
        subject: subjects[0] ?? name,
        subjects: subjects.length,
      });
  }
  const [first] = findings;
  const said = first === undefined ? 'it' : lowered(first.title);
  switch (group.fix) {
    case 'own':
      return `Name an owner for ${name}`;
    case 'ways':
      return `Close the other ways to what ended: ${name}`;
    case 'prove':
      return `Get the proof that is missing in ${where}: ${said}`;
    case 'practice':
      return `Change how it is done in ${where}: ${said}`;
    case 'setting':
      return `Tighten ${name}: ${said}`;
    case 'decide':
      return `Decide on ${name}: ${said}`;
  }
}

function changeTitle(group: Group, findings: readonly Finding[], estate: BacklogEstate): string {
  const { cause } = group;
  const act = acts.find((each) => findings.some((finding) => actOf(finding) === each)) ?? 'take';
  const name = thingText(group, findings, estate);
  const hanging = estate.hanging(cause.id);
  if (hanging?.how === 'membership' && hanging.of !== null) return `Take ${who(hanging.of, estate)} out of ${who(hanging.at, estate)}`;
  if (hanging?.how === 'ownership' && hanging.of !== null)
    return `Take the ownership of ${who(hanging.at, estate)} from ${who(hanging.of, estate)}`;
  if (hanging?.how === 'trust') return trustTitle(findings, who(hanging.at, estate), estate);
  const credential = findings.find(({ object }) => object?.type === 'credential');
  const ending = findings.flatMap(({ object }) => (object?.type === 'ending' ? (estate.ending(object.id) ?? []) : []))[0];
  if (credential !== undefined || ending?.kind === 'credential') {
    const holder = credential === undefined ? (ending?.subject ?? cause.id) : credential.subject.id;
    const what = credential?.object?.name ?? ending?.access.name ?? cause.name;
    return credentialTitle(act, what, who(holder, estate));
  }
  const identity = estate.identity(cause.id);
  if (identity !== undefined || ending?.kind === 'account') return `${act === 'narrow' ? 'Take what is not used from' : 'Delete'} ${name}`;
  const held = hanging?.at ?? ending?.subject;
  const right =
    ending !== undefined && cause.name === ending.access.name ? `${ending.kind === 'policy' ? 'policy ' : ''}${cause.name}` : cause.name;
  return rightTitle(act, right, held === undefined ? null : who(held, estate), group.cause.kind);
}

function rightTitle(act: Act, name: string, holder: string | null, kind: string): string {
  const verb = act === 'narrow' ? 'Narrow' : 'Remove';
  if (kind.includes('eligible')) return `Remove the eligibility${holder === null ? '' : ` of ${holder}`} for ${name}`;
  const attached = /^(.+) attached to (.+)$/.exec(name) ?? /^(inline policy .+?) of (.+)$/.exec(name);
  if (attached !== null) return `${verb} ${attached[1] ?? ''} ${act === 'narrow' ? 'of' : 'from'} ${attached[2] ?? ''}`;
  if (holder === null || name.includes(holder)) return `${verb} ${name}`;
  if (/^consent\b/.test(name)) return `Take back the ${name} given to ${holder}`;
  return `${verb} ${name} ${act === 'narrow' ? 'of' : 'from'} ${holder}`;
}

function credentialTitle(act: Act, name: string, holder: string): string {
  const what = name === 'password' ? 'the password' : name;
  return act === 'replace' ? `Replace ${what} of ${holder} by short-lived credentials` : `Delete ${what} of ${holder}`;
}

/** The gravest opening first. */
function trustTitle(findings: readonly Finding[], at: string, estate: BacklogEstate): string {
  const has = (rule: string): boolean => findings.some((each) => each.rule === rule);
  if (has('trust-open-to-any-subject')) return `Pin who may become ${at}: its trust is open to any subject`;
  if (has('trust-to-foreign-account')) return `Take the foreign account out of the trust of ${at}, or name it as trusted`;
  if (has('federated-issuer-foreign')) return `Remove the federated credential of an unknown issuer from ${at}`;
  if (has('trust-without-external-id')) return `Demand an external id in the trust of ${at}`;
  if (has('trust-to-deleted-principal')) return `Take the deleted principal out of the trust of ${at}`;
  if (has('role-assumable-by-many')) return `Give each caller of ${at} a role of its own`;
  const subjects = [...new Set(findings.map(({ subject }) => whoText(subject.id, subject.name, estate)))]
    .filter((each) => each !== at)
    .sort();
  const [only] = subjects;
  if (only === undefined || subjects.length > 1) return `Narrow the trust of ${at}`;
  return `Take ${only} out of the trust of ${at}`;
}

function readingTitle(group: Group, estate: BacklogEstate): string {
  const where = group.boundary === null ? 'what has no boundary' : estate.boundaryName(group.boundary);
  // what findings tell of was not read at all; of others something is missing
  const told = [...new Set([...group.findings, ...group.excepted].map(({ subject }) => subject.name))].sort();
  const all = surfacesOf(group);
  const [first, ...more] = [...told, ...all.filter((each) => !told.includes(each))];
  if (first === undefined) return `Let the scanner read ${where} to the end`;
  const records = all.map((each) => /^life-cycle:(.+)$/.exec(each)?.[1]);
  if (records.every((each) => each !== undefined)) return `Import the records that are missing for ${where}: ${records.join(', ')}`;
  return `Let the scanner read ${first}${more.length === 0 ? '' : ` and ${counted(more.length, 'other surface')}`} in ${where}`;
}

/** The thing by the name people know it by. */
function thingText({ cause }: Group, findings: readonly Finding[], estate: BacklogEstate): string {
  const identity = estate.identity(cause.id);
  if (identity !== undefined) return whoText(identity.id, identity.name, estate);
  const hanging = estate.hanging(cause.id);
  if (hanging?.how === 'trust') return `the trust of ${who(hanging.at, estate)}`;
  const [first] = findings;
  const of = first?.object?.type === 'ending' ? estate.ending(first.object.id) : undefined;
  return of === undefined || of.kind === 'account' || cause.name.includes(of.subjectName)
    ? cause.name
    : `${cause.name} of ${of.subjectName}`;
}

function who(id: EntityId, estate: BacklogEstate): string {
  return whoText(id, estate.identity(id)?.name ?? id, estate);
}

/** `role deploy`; an outsider by id alone. */
function whoText(id: EntityId, name: string, estate: BacklogEstate): string {
  const kind = estate.identity(id)?.kind;
  if (kind === undefined || kind === 'directory-object' || kind === 'federated' || name.split(' ').includes(kind)) return name;
  return `${kind.replaceAll('-', ' ')} ${name}`;
}

function lowered(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
