import { describe, expect, it } from 'vitest';
import { carriedRows, carries } from '../../../../connectors/aws/rights/carried.ts';
import { capabilityRows } from '../../../../connectors/aws/resolve/capabilities.ts';
import { listedKeys } from '../support/listed-keys.ts';

const particular = [...new Set(carriedRows.flatMap((row) => row.keys))].filter(
  // the reference lists it for no action; its own page says which carry it
  (key) => key !== 'sts:DurationSeconds',
);

describe('keys that only some actions carry', () => {
  it('belong to exactly the privileged actions that the reference lists them for', () => {
    for (const action of new Set(capabilityRows.map((row) => row.action))) {
      const listed = listedKeys(action);
      for (const key of particular)
        expect(`${action} ${key} ${carries(action, key)}`).toBe(`${action} ${key} ${listed.has(key.toLowerCase())}`);
    }
  });

  it('are compared without regard to case, and every other key is carried by all', () => {
    expect(carries('STS:assumerole', 'STS:externalid')).toBe(true);
    expect(carries('iam:CreateAccessKey', 'AWS:requesttag/Team')).toBe(false);
    expect(carries('iam:CreateAccessKey', 'aws:SourceIp')).toBe(true);
    expect(carries('iam:CreateAccessKey', 'vendor:Key')).toBe(true);
  });

  it('have a source each', () => {
    for (const row of carriedRows) expect(row.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  });
});
