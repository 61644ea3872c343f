import { beforeAll, describe, expect, it } from 'vitest';
import { memoryCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { Report } from '../../src/model/report.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { captureDumps } from '../../src/run/import.ts';

/*
 * Users of one account whose policies allow them to assume roles of others. One of those is in no file; of another the list of roles ends
 * in a role that cannot be read.
 */
const home = '111122223333';
const broken = '222233334444';
const absent = '999988887777';
const old = '2023-01-01T00:00:00+00:00';
let made = 0;

function assumes(...roles: readonly string[]): object {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roles } };
}

function user(UserName: string, policy?: object): object {
  return {
    Path: '/',
    UserName,
    UserId: `AIDAUNREADACCOUNT${String(++made).padStart(4, '2')}`,
    Arn: `arn:aws:iam::${home}:user/${UserName}`,
    CreateDate: old,
    UserPolicyList: policy === undefined ? [] : [{ PolicyName: 'p', PolicyDocument: policy }],
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [],
  };
}

const many = Array.from({ length: 30 }, (_, n) => `caller-${n}`);
const files = {
  home: {
    UserDetailList: [
      ...many.map((name) => user(name, assumes(`arn:aws:iam::${absent}:role/${name}`, `arn:aws:iam::${absent}:role/both`))),
      user('partly', assumes(`arn:aws:iam::*:role/x`)),
      user('nowhere', assumes(`arn:aws:iam::*:user/x`)),
      user('idle'),
    ],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  },
  broken: {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [{ Path: '/', RoleName: 'x', Arn: `arn:aws:iam::${broken}:role/x` }],
    Policies: [],
  },
};

describe('accounts that could not be read, where policies of others lead', () => {
  let report: Report;
  let table: string;
  beforeAll(async () => {
    const configuration = readConfiguration({}, wiring);
    const given = Object.entries(files).map(([name, content]) => ({
      format: 'aws-authorization-details',
      name,
      open: async function* (): AsyncIterable<Uint8Array> {
        yield new TextEncoder().encode(JSON.stringify(content));
      },
    }));
    const capture = await captureDumps(memoryCapture(), given, wiring.connectors, configuration);
    const clock = (): number => 0;
    ({ report } = await analyze({ capture, connectors: wiring.connectors, configuration, asOf: '2026-11-01T00:00:00Z', clock }));
    const reporter = wiring.reporters.find((each) => each.id === 'table');
    table = Buffer.concat([...(reporter?.render(report, { width: 120, colour: false }) ?? [])]).toString('utf8');
  });

  /** The open questions of one rule about the account that was read: how many, about whom, and what is missing. Those of one boundary that lack the same are one. */
  const open = (): readonly string[] =>
    report.undetermined
      .filter(({ rule, subject }) => rule === 'standing-administrator' && subject.id.includes(home))
      .map(({ subject, questions, because }) => {
        const missing = new Set(because.map(({ boundary, surface, cause }) => `${boundary} ${surface} ${cause}`));
        return `${questions} ${subject.id}: ${[...missing].join()}`;
      });

  it('leave open what those reach whose policies lead there and nobody else, and say which account it is and why it was not read', () => {
    expect(open()).toEqual([
      `1 arn:aws:iam::${home}:user/partly: aws:${broken} aws:authorization-details malformed`,
      `30 aws:${home}: aws:${absent} aws:authorization-details excluded`,
    ]);
  });

  it('are asked nothing themselves, and make nothing of the own account unread', () => {
    expect(report.undetermined.filter(({ subject }) => subject.id.startsWith('pool:'))).toEqual([]);
    const blind = report.undetermined.filter(({ rule }) => rule === 'blind-spot');
    expect(blind.filter(({ because }) => because.some((each) => each.boundary === `aws:${absent}`))).toEqual([]);
  });

  it('are one line in the table for all rules that lack no more', () => {
    const lines = table.slice(table.indexOf('\nUNDETERMINED')).split('\n');
    const telling = lines.filter((line) => line.includes(`aws:authorization-details in aws:${absent}`));
    // beside it, what is missing for read-secrets too
    expect(telling.map((line) => line.trimStart().split(' ')[0])).toEqual(['180', 'and']);
    expect(table).not.toContain('pool:');
  });
});
