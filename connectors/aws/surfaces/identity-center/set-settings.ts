import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { PermissionSetSettingsFact } from '../../identity-center-facts.ts';
import { isAsked } from '../asked.ts';
import type { Reading } from '../../../../src/contract/reading.ts';
import { lost, shaped } from '../../../../src/contract/reading.ts';
import { optionalTime, permissionSetArn } from './ids.ts';
import { push } from './pages.ts';

// ISO 8601 duration as the API takes it, up to twelve hours: PT8H, PT1H30M
const DURATION = /^P(?=.)(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/;

const described = v.object({
  PermissionSet: v.object({
    PermissionSetArn: permissionSetArn,
    Name: v.pipe(v.string(), v.nonEmpty()),
    SessionDuration: v.nullish(v.unknown(), null),
    CreatedDate: optionalTime,
  }),
});

/** Maps DescribePermissionSet. */
export function setSettings(into: Reading, body: Json, set: string): void {
  const said = shaped(into, described, body, `the answer about permission set ${set} could not be read`, '');
  if (said === undefined) return;
  if (!isAsked(into, set, said.PermissionSet.PermissionSetArn, '/PermissionSet/PermissionSetArn')) return;
  const { Name: name, SessionDuration: duration, CreatedDate: createdAt } = said.PermissionSet;
  const sessionSeconds = duration === null || duration === '' ? null : secondsOf(duration);
  if (sessionSeconds === undefined) {
    // the name is no less true for it, and roles are found by it
    lost(into, `permission set ${set}: ${JSON.stringify(duration)} is no duration`, '/PermissionSet/SessionDuration');
  }
  const value: PermissionSetSettingsFact = {
    type: 'permission-set-settings',
    arn: set,
    name,
    sessionSeconds: sessionSeconds ?? null,
    createdAt,
  };
  push(into, { kind: 'session-limit', key: `settings|${set}`, value, at: '/PermissionSet' });
}

function secondsOf(duration: unknown): number | undefined {
  const match = typeof duration === 'string' ? DURATION.exec(duration) : null;
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((each?: string) => Number(each ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}
