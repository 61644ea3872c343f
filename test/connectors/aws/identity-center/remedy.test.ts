import { describe, expect, it } from 'vitest';
import { awsRemedy } from '../../../../connectors/aws/remedy.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { application, full, indexOf, instance, known, management, member, scan, setArn, store } from './estate.ts';

const links = [...resolveAws(indexOf(scan(full, known(management)).facts), '2026-01-01T00:00:00.000Z')].filter(
  (each): each is Link => each.type === 'link',
);

function first(kind: string): Link {
  const found = links.find((each) => each.source.kind === kind);
  if (found === undefined) throw new Error(`there is no link by ${kind}`);
  return found;
}

describe('what takes access through IAM Identity Center away', () => {
  it('is the end of the assignment, followed to its own end', () => {
    const group = links.find((each) => each.from.endsWith('group/admins') && each.source.kind === 'assignment');
    const [command, , look] = awsRemedy(group ?? first('assignment'));
    expect(command).toBe(
      `aws sso-admin delete-account-assignment --instance-arn ${instance} --permission-set-arn ${setArn('Admin')} --target-type AWS_ACCOUNT --target-id ${member} --principal-type GROUP --principal-id admins`,
    );
    expect(look).toContain('describe-account-assignment-deletion-status');
  });

  it('is the end of the membership', () => {
    expect(awsRemedy(first('membership'))).toEqual([
      expect.stringMatching(
        new RegExp(`^aws identitystore delete-group-membership --identity-store-id ${store} --membership-id m-(ann|bob|cid)$`),
      ),
    ]);
  });

  it('is the end of the entitlement', () => {
    expect(awsRemedy(first('entitlement'))[0]).toMatch(
      new RegExp(`^aws account-access delete-entitlement --application-arn ${application} --entitlement-id e-[01]$`),
    );
  });

  it.each(['assignment', 'entitlement', 'membership'])('is no command where a part of it could be taken for another: %s', (kind) => {
    const of = first(kind);
    const hostile = Object.fromEntries(Object.keys(of.detail).map((name) => [name, '$(id)']));
    expect(awsRemedy({ ...of, detail: hostile })).toEqual([]);
  });
});
