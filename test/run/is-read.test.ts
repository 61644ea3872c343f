import { expect, test } from 'vitest';
import { memoryCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import type { ConnectorCore } from '../../src/contract/connector.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { captureDumps } from '../../src/run/import.ts';

const home = 'aws:111122223333';
const whole = {
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: [],
  Policies: [],
};
const broken = { ...whole, RoleDetailList: [{ Path: '/', RoleName: 'x', Arn: 'arn:aws:iam::111122223333:role/x' }] };

/** What a connector is told of surfaces when a file of account 111122223333 is analysed. */
async function told(details: object): Promise<(surface: string, boundary: string) => boolean> {
  const named = { ...details, UserDetailList: [ann] };
  let isRead: ((surface: string, boundary: string) => boolean) | undefined;
  const connectors = wiring.connectors.map((core): ConnectorCore<unknown> => ({
    ...core,
    resolve(facts, asOf, settings, without, unread, given) {
      isRead = given;
      return core.resolve(facts, asOf, settings, without, unread, given);
    },
  }));
  const configuration = readConfiguration({}, wiring);
  async function* open(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(new TextEncoder().encode(JSON.stringify(named)));
  }
  const files = [{ format: 'aws-authorization-details', name: 'details.json', open }];
  const capture = await captureDumps(memoryCapture(), files, connectors, configuration);
  await analyze({ capture, connectors, configuration, asOf: '2026-11-01', clock: () => 0 });
  if (isRead === undefined) throw new Error('the connector was told nothing');
  return isRead;
}

const ann = {
  Path: '/',
  UserName: 'ann',
  UserId: 'AIDAISREADTEST000001',
  Arn: 'arn:aws:iam::111122223333:user/ann',
  CreateDate: '2023-01-01T00:00:00+00:00',
  UserPolicyList: [],
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: [],
};

test('a connector is told which surfaces of a boundary were read whole', async () => {
  const isRead = await told(whole);
  expect(isRead('aws:authorization-details', home)).toBe(true);
  expect(isRead('aws:lambda-functions', home)).toBe(false);
  expect(isRead('aws:authorization-details', 'aws:444455556666')).toBe(false);
});

test('one read in part is not read', async () => {
  expect((await told(broken))('aws:authorization-details', home)).toBe(false);
});
