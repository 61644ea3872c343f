import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { accountFacts, factIndex } from './estate.ts';
import { HOME } from './say.ts';

/*
 * A trust policy is asked about its own role, whose tags are told with it: IAM User Guide, reference_policies_condition-keys.html,
 * "aws:ResourceTag", and reference_policies_iam-condition-keys.html, "iam:ResourceTag".
 */

const ann = `arn:aws:iam::${HOME}:user/ann`;
const may: Json = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${HOME}:role/vault` },
};

interface Given {
  readonly tags?: Readonly<Record<string, string>>;
  readonly own?: Readonly<Record<string, string>>;
  readonly isListed?: false;
}

function sure(
  Condition: Json,
  { tags = {}, own = {}, isListed }: Given = {},
  Principal: Json = { AWS: ann },
  more: readonly Json[] = [],
): string {
  const trust: Json = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition }, ...more] };
  const facts: readonly Fact[] = accountFacts(HOME, { users: { ann: { inline: { may }, tags: own } }, roles: { vault: { trust, tags } } });
  const left = facts.filter(({ kind, key }) => isListed !== false || kind !== 'identity' || !key.endsWith('role/vault'));
  const all = [...resolveAws(factIndex(left), '2026-01-01T00:00:00.000Z')];
  return all.find((each) => each.type === 'link' && each.from === ann && each.how === 'can-assume')?.presence ?? 'none';
}

describe.each(['aws:ResourceTag/team', 'iam:ResourceTag/Team'])('a trust policy that asks for %s', (key) => {
  const equals: Json = { StringEquals: { [key]: 'blue' } };

  it('is met by the tag of its role', () => {
    expect(sure(equals, { tags: { team: 'blue' } })).toBe('certain');
    expect(sure(equals, { tags: { TEAM: 'blue' } })).toBe('certain');
    expect(sure(equals, { tags: { team: 'blue' } }, { AWS: HOME })).toBe('certain');
    expect(sure({ Null: { [key]: 'true' } })).toBe('certain');
    expect(sure({ StringNotEquals: { [key]: 'blue' } }, { tags: { team: 'red' } })).toBe('certain');
  });

  it('is not met by another, or by none', () => {
    expect(sure(equals, { tags: { team: 'red' } })).toBe('none');
    expect(sure(equals)).toBe('none');
    expect(sure(equals, {}, { AWS: HOME })).toBe('none');
    expect(sure({ StringNotEquals: { [key]: 'blue' } }, { tags: { team: 'blue' } })).toBe('none');
  });

  it('is open where the role was not listed', () => {
    expect(sure(equals, { isListed: false })).toBe('possible');
  });

  it('denies by it', () => {
    const deny: Json = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition: equals };
    expect(sure({}, { tags: { team: 'blue' } }, { AWS: ann }, [deny])).toBe('none');
    expect(sure({}, { tags: { team: 'red' } }, { AWS: ann }, [deny])).toBe('certain');
  });

  it('is held against the tags of who asks', () => {
    const same: Json = { StringEquals: { [key]: '${aws:PrincipalTag/team}' } };
    expect(sure(same, { tags: { team: 'blue' }, own: { team: 'blue' } })).toBe('certain');
    expect(sure(same, { tags: { team: 'blue' }, own: { team: 'red' } })).toBe('none');
    expect(sure(same, { tags: { team: 'blue' } })).toBe('none');
  });
});
