import { defineRule } from '../../contract/rule.ts';
import { isNonEmpty } from '../../base/json.ts';
import type { FactKind } from '../../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../../model/gap.ts';
import type { Observation, Question, Severity } from '../../model/question.ts';
import type { View } from '../../model/view.ts';
import { controls } from '../controls.ts';
import { clear, noSettings, undetermined } from '../shared.ts';

const role = 'arn:aws:iam::111122223333:role/import';

/** What facts of these kinds give away is privilege nobody counted; a limiter only takes away, so without it too much is reported. */
const grantKinds: readonly FactKind[] = [
  'boundary',
  'identity',
  'policy',
  'attachment',
  'membership',
  'trust',
  'resource-policy',
  'workload',
  'secret-policy',
  'key-policy',
  'provider',
  'assignment',
];
const describingKinds: readonly FactKind[] = ['credential', 'service-credential', 'usage', 'activation-policy'];
const limitingKinds: readonly FactKind[] = ['limiter'];

export const rule = defineRule({
  id: 'blind-spot',
  revision: 1,
  family: 'blind-spot',
  title: 'Something that was to be read was not',
  why: 'What was not read is not known to be safe. Every answer that would rest on it is undetermined, and a report without this line would look cleaner than the estate is. A surface nobody asked for is no blind spot of this run: rules that need it say so themselves.',
  remedy: 'Grant the permission named, or give the file that is missing, and scan again.',
  verify: 'The next run reads the surface completely.',
  controls: controls('ZTA-7', 'CA-7', 'CC4.1', 'GDPR-32.1.d'),
  settings: noSettings,
  needs: [{ kind: 'boundary', where: 'own' }],
  *questions(view): Iterable<Question> {
    for (const { surface, boundary } of view.coverage()) yield { subject: { type: 'surface', id: surface, boundary } };
    const covered = new Set(view.coverage().map((line) => line.boundary));
    for (const { id } of view.boundaries) if (!covered.has(id)) yield { subject: { type: 'boundary', id } };
  },
  answer(view, { subject }) {
    if (subject.type !== 'surface') return noLine(subject.id, subject.id);
    const line = view.coverage().find((each) => each.boundary === subject.boundary && each.surface === subject.id);
    if (line === undefined) return noLine(subject.boundary, subject.id);
    switch (line.status) {
      case 'excluded':
        return clear;
      case 'complete': {
        // Read to its end, and yet it lacks what it should have listed: a filter on the other side, or a change while reading.
        const lacking = view.gapsIn('identity', line.boundary).filter((gap) => gap.surface === line.surface);
        return isNonEmpty(lacking) ? { says: 'undetermined', because: lacking } : clear;
      }
      case 'partial':
      case 'unread':
        return { says: 'finding', ...weight(view, line), witness: [{ type: 'surface', id: line.surface, boundary: line.boundary }] };
    }
  },
  examples: {
    fires: [
      { name: 'policies refused', unread: [{ kind: 'policy' }] },
      { name: 'memberships read in part', unread: [{ kind: 'membership', status: 'partial', cause: 'malformed' }] },
      { name: 'credentials not in the files given', unread: [{ kind: 'credential', cause: 'unsupported' }] },
      { name: 'service control policies refused', unread: [{ kind: 'limiter' }] },
      {
        name: 'one boundary of two refused',
        boundaries: [{ id: 'aws:111122223333' }, { id: 'aws:444455556666' }],
        unread: [{ kind: 'identity', boundary: 'aws:444455556666' }],
      },
    ],
    clear: [
      { name: 'everything read', identities: [{ id: role }] },
      { name: 'a surface nobody asked for', unread: [{ kind: 'resource-policy', status: 'excluded' }] },
    ],
    undetermined: [
      {
        name: 'a complete list of identities without a role that a trust names',
        identities: [{ id: role }],
        links: [{ from: 'arn:aws:iam::111122223333:role/deleted-or-hidden', to: role }],
      },
    ],
  },
});

function weight(view: View, line: SurfaceCoverage): { readonly severity: Severity; readonly reasons: readonly [string, ...string[]] } {
  const how = line.status === 'partial' ? 'read only in part' : 'not read';
  const [severity, hidden] = hides(view, line);
  return {
    severity,
    reasons: [
      `${how}: ${line.detail ?? `${line.surface} in ${line.boundary}: ${line.cause ?? 'no cause is told'}`}`,
      hidden,
      `not known without it: ${line.ifUnread}`,
      `the least that reads it: ${line.permission}`,
    ],
  };
}

function hides(view: View, line: SurfaceCoverage): readonly [Severity, string] {
  const yields = (kinds: readonly FactKind[]): boolean => kinds.some((kind) => view.coverageOf(kind, line.boundary).includes(line));
  if (yields(grantKinds)) return [line.status === 'unread' ? 'high' : 'medium', 'it may hold grants that nobody counted'];
  if (yields(describingKinds)) return ['medium', 'it tells how what was found is entered and used'];
  if (yields(limitingKinds)) return ['low', 'it only takes rights away: nothing is hidden, but findings may say too much'];
  return ['low', 'it tells more of what was found; no right rests on it'];
}

function noLine(boundary: string, surface: string): Observation {
  const gap: Gap = { boundary, surface, cause: 'unsupported', detail: `nothing says what was to be read of ${surface} in ${boundary}` };
  return undetermined(gap);
}
