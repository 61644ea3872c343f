import { describe, expect, test } from 'vitest';
import { rules as awsRules } from '../../connectors/aws/rules/list.ts';
import { rules as microsoftRules } from '../../connectors/microsoft/rules/list.ts';
import { rule as overAge } from '../../src/rules/access-key-over-age/rule.ts';
import { rule as twoActive } from '../../src/rules/access-key-two-active/rule.ts';
import { rule as passwordWithoutMfa } from '../../src/rules/password-without-mfa/rule.ts';
import { rule as roleUnused } from '../../src/rules/role-unused/rule.ts';
import { rules } from '../../src/rules/list.ts';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import type { Gap } from '../../src/model/gap.ts';
import { ask, says } from './ask.ts';
import { ago, ANN, BOB, BOUNDARY, OTHER, ROLE, ROOT, withCredential, withRole } from './estate.ts';

// The rules about the root user look at what is missing themselves.
const aboutCredentials = [...rules, ...awsRules, ...microsoftRules].filter(
  (rule) =>
    (awsRules.includes(rule) && rule.id.startsWith('root-')) ||
    (rule.needs.some((need) => need.kind === 'credential') && !isOfRecords(rule)),
);
// Rules over records of life cycles ask about what ended: with nobody on record there is no question about a credential.
function isOfRecords({ examples }: Rule<unknown>): boolean {
  return examples.fires.some(({ life, settings }) => life !== undefined || settings !== undefined);
}
const about = (subject: string, surface = 'aws:credential'): Gap => ({
  boundary: BOUNDARY,
  surface,
  subject,
  cause: 'malformed',
  detail: `the row of ${subject} could not be read`,
});

test('there are sixteen rules about credentials', () => {
  expect(aboutCredentials.map((rule) => rule.id)).toHaveLength(16);
});

describe.each(aboutCredentials.map((rule) => [rule.id, rule] as const))('%s', (_, rule: Rule<unknown>) => {
  const bare: SmallGraph = { name: 'nobody has anything', identities: [{ id: ANN }, { id: ROOT }] };

  test.each(['unread', 'partial', 'excluded'] as const)('with credentials %s asks a question, and leaves it open', (status) => {
    const { totals, undetermined } = ask(rule, { ...bare, unread: [{ kind: 'credential', status }] });
    expect(totals).toMatchObject({ findings: 0, clear: 0 });
    expect(totals.undetermined).toBeGreaterThan(0);
    expect(undetermined.flatMap((line) => line.because).map((gap) => gap.surface)).toContain('aws:credential');
  });

  test('one boundary unread says nothing of another', () => {
    const boundaries = [{ id: BOUNDARY }, { id: OTHER }];
    const { undetermined } = ask(rule, {
      name: 'two accounts',
      boundaries,
      identities: [{ id: ANN }],
      unread: [{ kind: 'credential', boundary: OTHER }],
    });
    const reasons = undetermined
      .flatMap((line) => line.because)
      .filter((gap) => gap.surface === 'aws:credential' && gap.cause === 'denied');
    expect(new Set(reasons.map((gap) => gap.boundary))).toEqual(new Set([OTHER]));
  });
});

describe('a row that could not be read', () => {
  const key = { id: `${ANN}#access-key-1`, identity: ANN, rotatedAt: ago(5) };
  const estate: SmallGraph = { name: 'two users', identities: [{ id: ANN }, { id: BOB }, { id: ROOT }], credentials: [key] };

  test('leaves open what its user has, and nothing else', () => {
    const { totals, undetermined } = ask(overAge, estate, {}, [about(BOB)]);
    expect(totals).toMatchObject({ questions: 2, clear: 1, undetermined: 1 });
    expect(undetermined.map((line) => line.subject.id)).toEqual([BOB]);
  });

  test('of a user nobody listed leaves open what the boundary has', () => {
    const { undetermined } = ask(overAge, estate, {}, [about('arn:aws:iam::111122223333:user/gone')]);
    expect(undetermined.map((line) => line.subject.id)).toEqual([BOUNDARY]);
  });

  test('of the root user is for the rules about the root user', () => {
    expect(ask(overAge, estate, {}, [about(ROOT)]).totals).toMatchObject({ questions: 1, clear: 1 });
  });

  test('is asked about once, also by the rule that asks about users', () => {
    const { totals } = ask(twoActive, estate, {}, [about(ANN)]);
    expect(totals).toMatchObject({ questions: 1, undetermined: 1 });
  });

  test('does not take away what another row shows', () => {
    const password = { id: `${ANN}#password`, identity: ANN, secondFactor: false };
    expect(ask(passwordWithoutMfa, { ...estate, credentials: [password] }, {}, [about(BOB), about(ANN)]).totals).toMatchObject({
      findings: 1,
      undetermined: 2,
    });
  });
});

describe('a role', () => {
  test('whose last use is known is judged by it while other identities’ use is unread', () => {
    const unread = [{ kind: 'usage', status: 'partial' }] as const;
    expect(says(roleUnused, withRole(ago(3), {}, { unread }))).toBe('clear');
    expect(says(roleUnused, withRole(ago(300), {}, { unread }))).toBe('low');
  });

  test('in a list read in part is one question, and what was not listed another', () => {
    const { totals, undetermined } = ask(roleUnused, withRole(ago(3), {}, { unread: [{ kind: 'identity', status: 'partial' }] }));
    expect(totals).toMatchObject({ questions: 2, clear: 1, undetermined: 1 });
    expect(undetermined[0]?.subject.id).toBe(BOUNDARY);
  });

  test('that nobody listed has no last use, which is no finding', () => {
    const small = withRole(ago(3), {}, { links: [{ from: `${ROLE}-hidden`, to: ROLE }] });
    const { totals, undetermined } = ask(roleUnused, small);
    expect(totals).toMatchObject({ questions: 2, findings: 0, clear: 1, undetermined: 1 });
    expect(undetermined[0]?.subject.id).toBe(`${ROLE}-hidden`);
  });

  test('of an account nobody read is not asked about', () => {
    const small = withRole(ago(3), {}, { links: [{ from: 'arn:aws:iam::999988887777:role/vendor', to: ROLE }] });
    expect(ask(roleUnused, small).totals.questions).toBe(1);
  });
});

test('a credential of a user that no list names is asked about', () => {
  const small = withCredential({ rotatedAt: ago(400) }, { identities: [] });
  expect(says(overAge, small)).toBe('high');
});

test('the surface blamed for what was not told is the one that told the rest', () => {
  const { undetermined } = ask(overAge, withCredential({}));
  expect(undetermined[0]?.because).toEqual([
    {
      boundary: BOUNDARY,
      surface: 'aws:credential',
      subject: ANN,
      cause: 'unsupported',
      detail: 'when access-key-1 was created is not told',
    },
  ]);
});
