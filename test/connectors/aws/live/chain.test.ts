import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Said } from '../support/server.ts';
import { assumed, failure, result } from '../support/server.ts';
import { ask, rigs } from './support.ts';

const rig = rigs();
const roles = (): Said => result('ListRoles', '<Roles/><IsTruncated>false</IsTruncated>');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vestige-aws-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A profile of the shared configuration files, and nothing in the environment. */
async function profile(config: string, credentials = ''): Promise<void> {
  await writeFile(join(folder, 'config'), config);
  await writeFile(join(folder, 'credentials'), credentials);
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
}
const keys = (id: string): string => `[audit]\naws_access_key_id = ${id}\naws_secret_access_key = example\n`;

describe('the credential chain', () => {
  it('finds the keys that a file holds by now, when the ones it held have expired', async () => {
    const it = rig();
    await it.start(({ key }) => (key === 'AKIDOLD' ? failure(403, 'ExpiredToken') : roles()));
    await profile('', keys('AKIDOLD'));
    const session = await it.open({ profile: 'audit' });
    await profile('', keys('AKIDNEW'));
    expect((await ask(session, { surface: 'role-settings' })).part.refused).toBeUndefined();
    expect(it.stub.asked.map(({ action, key }) => `${action} ${key}`)).toEqual([
      'GetCallerIdentity AKIDOLD',
      'ListRoles AKIDOLD',
      'ListRoles AKIDNEW',
    ]);
  });

  it('assumes the role of a profile once for all services, at the address of the environment', async () => {
    const it = rig();
    const end = new Date(Date.now() + 3_600_000).toISOString();
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed('ASIAHUB', end) : roles()));
    await profile('[profile hub]\nrole_arn = arn:aws:iam::111122223333:role/hub\nsource_profile = audit\n', keys('AKIDBASE'));
    const session = await it.open({ profile: 'hub' });
    await ask(session, { surface: 'role-settings' });
    await ask(session, { surface: 'organization', args: { call: 'ListRoots' } });
    expect(it.stub.asked.map(({ action, key }) => `${action} ${key}`)).toEqual([
      'AssumeRole AKIDBASE',
      'GetCallerIdentity ASIAHUB',
      'ListRoles ASIAHUB',
      'ListRoots ASIAHUB',
    ]);
  });

  it('that finds nothing is refused in its own words, not taken for an empty account', async () => {
    const it = rig();
    await it.start(roles);
    await profile('');
    const session = await it.open({ profile: 'nobody' });
    for (const question of [{ surface: 'caller-identity', of: 'aws:caller' }, { surface: 'role-settings' }]) {
      const { part } = await ask(session, question);
      expect(part.refused).toBe('expired-credentials');
      expect(JSON.stringify(part.body)).toContain('Could not load credentials');
    }
    expect(it.stub.asked).toEqual([]);
  });

  it('that is itself throttled or cut is asked again, not given up', async () => {
    const it = rig();
    let first = true;
    const end = new Date(Date.now() + 3_600_000).toISOString();
    await it.start(({ action }) => {
      if (action !== 'AssumeRole') return roles();
      const said = first ? failure(400, 'Throttling', 'Rate exceeded') : assumed('ASIAHUB', end);
      first = false;
      return said;
    });
    await profile('[profile hub]\nrole_arn = arn:aws:iam::111122223333:role/hub\nsource_profile = audit\n', keys('AKIDBASE'));
    const session = await it.open({ profile: 'hub' });
    expect((await ask(session, { surface: 'role-settings' })).part.refused).toBeUndefined();
  });
});
