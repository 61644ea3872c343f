import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { accountOf } from '../../../identity.ts';
import { allAbout, isAsked } from '../../asked.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, errorName, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import { follow, name, optional } from '../fields.ts';
import { aboutWorkloads, arnHere, listArgs, oneArgs, partitionOf, profileArn, tellWorkload, usableBy } from './told.ts';

/**
 * Instances, and all versions of all launch templates: a new version can be made from any of them and keeps the profile of that one, so
 * that the default and the latest are not enough.
 */
export const ec2Instances: Surface = {
  ...aboutWorkloads,
  id: 'aws:ec2-instances',
  permission: 'ec2:DescribeInstances, ec2:DescribeLaunchTemplates, ec2:DescribeLaunchTemplateVersions',
  ifUnread: 'which instances and launch templates have a role, and so which roles are had by getting onto one',
};

/** EC2 API reference, Reservation, Instance. */
const reservation = v.looseObject({ OwnerId: name });
const instance = v.looseObject({
  InstanceId: name,
  State: v.looseObject({ Name: name }),
  IamInstanceProfile: v.nullish(v.looseObject({ Arn: profileArn }), null),
});
const alive: ReadonlySet<string> = new Set(['pending', 'running', 'stopping', 'stopped']);
const ending: ReadonlySet<string> = new Set(['shutting-down', 'terminated']);

/** EC2 API reference, LaunchTemplate, LaunchTemplateVersion: the profile is told as it was given, by ARN or by name. */
const template = v.looseObject({ LaunchTemplateId: name });
const profile = v.pipe(
  v.looseObject({ Arn: v.nullish(profileArn, null), Name: optional }),
  v.check(({ Arn, Name }) => Arn !== null || (Name ?? '') !== '', 'neither the ARN nor the name of a profile'),
);
const version = v.looseObject({
  LaunchTemplateId: name,
  LaunchTemplateName: name,
  LaunchTemplateData: v.looseObject({ IamInstanceProfile: v.nullish(profile, null) }),
});

/** Maps a page of instances, of launch templates, or of one template's versions. */
export function mapInstances(task: Task, body: Json): Mapped {
  const into = reading(task);
  const one = oneArgs(task, 'DescribeLaunchTemplateVersions', 'template');
  if (one !== undefined) {
    // deleted since the templates were listed, with all its versions
    if (errorName(body) !== templateGone) readVersions(into, one.region, one.about, body);
    return into;
  }
  const asked = listArgs(task, 'DescribeInstances', 'DescribeLaunchTemplates');
  if (asked === undefined) return notUnderstood(task);
  const { call, region } = asked;
  if (call === 'DescribeInstances') readInstances(into, region, body);
  else {
    for (const { value } of elements(into, body, 'LaunchTemplates', template)) {
      into.spawns.push(follow(into, { call: 'DescribeLaunchTemplateVersions', region, template: value.LaunchTemplateId }));
    }
  }
  return into;
}

/** EC2 API reference, error codes. */
export const templateGone = 'InvalidLaunchTemplateId.NotFound';

function readInstances(into: Reading, region: string, body: Json): void {
  for (const { value: group, at: under } of elements(into, body, 'Reservations', reservation)) {
    if (`aws:${group.OwnerId}` !== into.task.boundary) {
      lost(into, `a reservation is of account ${group.OwnerId}, not of the one that was asked, ${into.task.boundary}`, `${under}/OwnerId`);
      continue;
    }
    for (const { value, at } of elements(into, group as unknown as Json, 'Instances', instance, under)) {
      tellWorkload(into, region, at, {
        arn: arnHere(into, region, 'ec2', `instance/${value.InstanceId}`),
        kind: 'instance',
        name: value.InstanceId,
        role: null,
        instanceProfile: value.IamInstanceProfile?.Arn ?? null,
        usable: usableBy(value.State.Name, alive, ending),
      });
    }
  }
}

function readVersions(into: Reading, region: string, asked: string, body: Json): void {
  const found = allAbout(elements(into, body, 'LaunchTemplateVersions', version), ({ value, at }) =>
    isAsked(into, asked, value.LaunchTemplateId, at),
  );
  for (const { value, at } of found) {
    const given = value.LaunchTemplateData.IamInstanceProfile;
    const instanceProfile = given === null ? null : (given.Arn ?? profileHere(into, region, given.Name ?? ''));
    const arn = arnHere(into, region, 'ec2', `launch-template/${asked}`);
    tellWorkload(into, region, at, {
      arn,
      kind: 'launch-template',
      name: value.LaunchTemplateName,
      role: null,
      instanceProfile,
      usable: true,
    });
  }
}

/** By its name alone a profile's path is not known, and names are unique without it. */
function profileHere({ task }: Reading, region: string, named: string): string {
  return `arn:${partitionOf(region)}:iam::${accountOf(task.boundary) ?? ''}:instance-profile/${named}`;
}
