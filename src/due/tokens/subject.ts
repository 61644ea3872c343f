import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts';
import type { EventKey } from '../../model/life-cycle.ts';
import { RowFault } from '../errors.ts';
import { nameable, shown } from '../mapping/values.ts';

/**
 * The names that a subject identifier gives (RFC 9493, SSF 1.0 for complex ones, RFC 9967 for SCIM). A session, a device and a tenant by themselves name
 * nobody. Throws {@link RowFault} where it is of a format that is not known, or lacks what its format needs.
 */
export function subjectKeys(subject: Json): readonly EventKey[] {
  if (!isJsonObject(subject)) throw new RowFault('its subject is no object');
  const format = subject['format'] ?? subject['subject_type'];
  if (format === undefined && isJsonObject(subject['user'])) return subjectKeys({ ...subject, format: 'complex' });
  if (typeof format !== 'string') throw new RowFault('its subject has no format');
  const name = format.replaceAll('-', '_');
  const read = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (read === undefined) throw new RowFault(`its subject is of the format ${shown(format)}, which is not known`);
  return read(subject);
}

/** The path of a SCIM resource; empty: it is none, or not told. */
export function scimPath(subject: Json | undefined): string {
  const uri = isJsonObject(subject) && subject['format'] === 'scim' ? subject['uri'] : undefined;
  return typeof uri === 'string' ? uri : '';
}

const formats: Readonly<Record<string, (subject: JsonObject) => readonly EventKey[]>> = {
  account: (subject) => [{ kind: 'account', value: text(subject, 'uri').replace(/^acct:/i, '') }],
  email: (subject) => [{ kind: 'mail', value: text(subject, 'email') }],
  iss_sub: (subject) => [{ kind: 'token-subject', value: `${text(subject, 'iss')}|${text(subject, 'sub')}` }],
  opaque: (subject) => [{ kind: 'opaque', value: text(subject, 'id') }],
  phone_number: (subject) => [
    { kind: 'phone-number', value: text(subject, subject['phone_number'] === undefined ? 'phone' : 'phone_number') },
  ],
  did: (subject) => [{ kind: 'did', value: text(subject, 'url') }],
  uri: (subject) => [{ kind: 'uri', value: text(subject, 'uri') }],
  scim: scimKeys,
  aliases: aliases,
  complex: complex,
  jwt_id: () => [],
  saml_assertion_id: () => [],
};

function scimKeys(subject: JsonObject): readonly EventKey[] {
  const keys: EventKey[] = [{ kind: 'scim-uri', value: text(subject, 'uri') }];
  if (typeof subject['externalId'] === 'string') keys.push({ kind: 'external-id', value: text(subject, 'externalId') });
  return keys;
}

function aliases(subject: JsonObject): readonly EventKey[] {
  const identifiers = subject['identifiers'];
  if (!Array.isArray(identifiers)) throw new RowFault('its subject has aliases and no identifiers');
  return (identifiers as readonly Json[]).flatMap((each) => {
    if (isJsonObject(each) && each['format'] === 'aliases')
      throw new RowFault('its subject has aliases inside aliases, which RFC 9493 forbids');
    return subjectKeys(each);
  });
}

function complex(subject: JsonObject): readonly EventKey[] {
  const user = subject['user'];
  return user === undefined ? [] : subjectKeys(user);
}

function text(subject: JsonObject, member: string): string {
  const value = subject[member];
  if (typeof value !== 'string' || value.trim() === '') throw new RowFault(`its subject has no "${member}"`);
  return nameable(member, value.trim());
}
