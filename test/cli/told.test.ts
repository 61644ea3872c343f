import { describe, expect, it } from 'vitest';
import { painter } from '../../src/base/text/paint.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import { elementLines, shortened } from '../../src/cli/told.ts';
import type { ExplainedStatement } from '../../src/model/explained.ts';
import type { ExplainedElement } from '../../src/run/explain.ts';

const sheet = { width: 80, paint: painter(false) };
const page = (letter: string, pointer: string): ExplainedStatement['evidence'][number] => ({ page: letter.repeat(64), pointer });

function statement(more: Partial<ExplainedStatement>): ExplainedStatement {
  return {
    says: 'allows',
    reason: 'allows',
    document: 'inline policy ops of role deploy',
    attached: '',
    statement: 'statement 1',
    text: { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
    outcome: 'allows iam:PutRolePolicy on all of account 111122223333',
    conditions: [],
    evidence: [page('a', '/RoleDetailList/0')],
    ...more,
  };
}

function element(statements: readonly ExplainedStatement[], unread: readonly string[] = []): ExplainedElement {
  return {
    type: 'grant',
    key: 'k',
    from: 'f',
    to: 't',
    what: 'administer',
    escalation: null,
    bounds: { lo: 'standing', hi: 'standing' },
    presence: 'certain',
    because: [],
    caveats: [],
    statements,
    unread,
  };
}

describe('a step as a person reads it', () => {
  it('says what it rests on, what let it through, what was looked at, and what was not read', () => {
    const guard = {
      document: 'service control policy guard',
      attached: 'attached to root r-1',
      evidence: [page('c', '/policies/2')],
    } as const;
    const lines = elementLines(
      sheet,
      2,
      element(
        [
          statement({ conditions: [{ text: 'aws:MultiFactorAuthPresent Bool true', settled: 'by-holder' }] }),
          statement({
            says: 'limits',
            reason: 'lets-through',
            statement: 'statement 2',
            outcome: 'lets it through',
            document: 'managed policy limit',
          }),
          statement({
            says: 'limits',
            reason: 'not-set',
            statement: null,
            text: null,
            document: 'x',
            outcome: 'there is none',
            evidence: [],
          }),
          statement({ ...guard, says: 'denies', reason: 'other-resources', outcome: 'is of other resources: arn:aws:s3:::b' }),
          statement({
            ...guard,
            says: 'denies',
            reason: 'takes-part',
            statement: 'statement 2',
            outcome: 'takes iam:PassRole away, which leaves the rest',
          }),
        ],
        ['the trust policy of role x'],
      ),
    );
    expect(lines).toEqual([
      '  It rests on:',
      '    inline policy ops of role deploy',
      '      statement 1: allows iam:PutRolePolicy on all of account 111122223333',
      '        { "Effect": "Allow", "Action": "iam:*", "Resource": "*" }',
      '        condition aws:MultiFactorAuthPresent Bool true: the holder can satisfy',
      '          it alone',
      '      page aaaaaaaaaaaa /RoleDetailList/0',
      '  Takes part of it away, or may:',
      '    service control policy guard',
      '      attached to root r-1',
      '      statement 2: takes iam:PassRole away, which leaves the rest',
      '        { "Effect": "Allow", "Action": "iam:*", "Resource": "*" }',
      '      page cccccccccccc /policies/2',
      '  Had to let it through:',
      '    managed policy limit',
      '      statement 2: lets it through',
      '      page aaaaaaaaaaaa /RoleDetailList/0',
      '    x: there is none',
      '  Looked at, and does not take it away:',
      '    service control policy guard',
      '      attached to root r-1',
      '      statement 1: is of other resources: arn:aws:s3:::b',
      '      page cccccccccccc /policies/2',
      '  Not read:',
      '    the trust policy of role x',
    ]);
  });

  it('tells once of a document that is attached in several places and says the same in each', () => {
    const fullAccess = {
      says: 'limits',
      reason: 'lets-through',
      outcome: 'lets it through',
      document: 'service control policy full',
    } as const;
    const nodes = ['root r-1', 'organizational unit ou-1', 'account 1'].map((each) =>
      statement({ ...fullAccess, attached: `attached to ${each}` }),
    );
    expect(elementLines(sheet, 0, element(nodes))).toEqual([
      'Had to let it through:',
      '  service control policy full',
      '    attached to root r-1',
      '    attached to organizational unit ou-1',
      '    attached to account 1',
      '    statement 1: lets it through',
      '    page aaaaaaaaaaaa /RoleDetailList/0',
    ]);
  });

  it('keeps to the width, cuts long statements and lists of places, and says so; nothing of an answer reaches the terminal raw', () => {
    const long = { Effect: 'Allow', Action: Array.from({ length: 80 }, (_, at) => `service:Action${at}`), Resource: '\u001b[31m*' };
    const lines = elementLines(
      sheet,
      4,
      element([statement({ text: long, evidence: ['a', 'b', 'c', 'd'].map((each) => page(each, `/x/${each}`)) })]),
    );
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(lines.join('\n')).toMatch(/… \(\d+\s+characters\)/);
    expect(lines.join('\n')).toContain('and 1 more places; all of them with --format json');
    expect(lines.join('')).not.toContain('\u001b');
    expect(shortened({ a: [1, 'two\n three'] })).toBe('{ "a": [ 1, "two\\n three" ] }');
  });
});
