import * as v from 'valibot';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { AwsSettings } from '../../../../connectors/aws/settings.ts';
import { awsSettings } from '../../../../connectors/aws/settings.ts';
import { keptEvents } from '../../../../connectors/aws/trail/record.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { LifeCycleEvent, LogSpan } from '../../../../src/model/life-cycle.ts';
import type { Task } from '../../../../src/model/page.ts';

export const account = '111122223333';
export const boundary = `aws:${account}`;
export const region = 'us-east-1';
export const from = '2026-11-01T00:00:00.000Z';
export const to = '2026-11-22T00:00:00.000Z';

export const ann: JsonObject = {
  type: 'IAMUser',
  principalId: 'AIDAANN0000000000000A',
  arn: `arn:aws:iam::${account}:user/people/ann`,
  accountId: account,
  accessKeyId: 'AKIAANN',
  userName: 'ann',
};

/** A session of a role, as records have it. */
export function session(role: string, name: string, more: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAROLE0000000000000:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role.slice(role.lastIndexOf('/') + 1)}/${name}`,
    accountId: account,
    accessKeyId: 'ASIASESSION',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAROLE0000000000000',
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
      },
      attributes: { mfaAuthenticated: 'false' },
      ...more,
    },
  };
}

let made = 0;
/** A record of an operation, asked by ann unless it says otherwise. */
export function recordOf(eventName: string, requestParameters: Json, more: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.10',
    eventID: `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
    eventTime: '2026-11-10T09:14:00Z',
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: region,
    recipientAccountId: account,
    sourceIPAddress: '192.0.2.1',
    userIdentity: ann,
    requestParameters,
    responseElements: null,
    readOnly: false,
    ...more,
  };
}

export function answerOf(records: readonly Json[], token?: string): JsonObject {
  return {
    Events: records.map((each) => ({
      EventId: 'of the list',
      EventTime: (each as JsonObject)['eventTime'] ?? '2026-11-10T09:14:00.000Z',
      CloudTrailEvent: typeof each === 'string' ? each : JSON.stringify(each),
    })),
    ...(token === undefined ? {} : { NextToken: token }),
  };
}

export function lookup(more: JsonObject = {}): Task {
  return { boundary, surface: 'aws:cloudtrail-events', args: { call: 'LookupEvents', region, from, to, tells: 'changes', ...more } };
}

/** What a page of these records says, as the session hands it over. */
export function mapped(
  records: readonly Json[],
  { task = lookup(), token }: { readonly task?: Task; readonly token?: string } = {},
): Mapped {
  return awsCore.map(task, keptEvents(answerOf(records, token)));
}

/** Those of a page but what is told of use in general, which have ids of their own. */
export function eventsIn({ facts }: Mapped): readonly LifeCycleEvent[] {
  return facts.flatMap((fact) => (fact.kind === 'life-cycle-event' && !fact.key.endsWith('#use') ? [fact.value] : []));
}

export function usesIn({ facts }: Mapped): readonly LifeCycleEvent[] {
  return facts.flatMap((fact) => (fact.kind === 'life-cycle-event' && fact.key.endsWith('#use') ? [fact.value] : []));
}

export function spansIn({ facts }: Mapped): readonly LogSpan[] {
  return facts.flatMap((fact) => (fact.kind === 'log-span' ? [fact.value] : []));
}

export function settingsWith(more: JsonObject = {}): AwsSettings {
  return v.parse(awsSettings, more);
}
