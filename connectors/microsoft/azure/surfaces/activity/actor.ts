import type { EventKey, LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import { directoryObject, isGuid } from '../../../ids.ts';
import type { Event } from './event.ts';

/** The service of Privileged Identity Management, MS-PIM: what it changes, somebody asked it for (the directory's audit log says who). */
const BROKER = '01fc33a7-78ba-4d2f-a4b7-768e336e890e';

const OBJECT_ID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';
const APP_ID = ['appid', 'azp'] as const;

export interface Actor extends Pick<LifeCycleEvent, 'actor' | 'by'> {
  /** The object id of whoever signed in, as the token tells it. */
  readonly oid: string | null;
  /** Whether the broker did it; `null` = the entry does not tell who did. */
  readonly isBroker: boolean | null;
}

/** Who did what an entry tells of. */
export function actorOf({ caller, claims }: Event, tenant: string): Actor {
  const claim = (name: string): string | null => {
    const value = claims?.[name];
    return typeof value === 'string' && value !== '' ? value.toLowerCase() : null;
  };
  const told = claim(OBJECT_ID) ?? (caller !== null && isGuid(caller) ? caller.toLowerCase() : null);
  const oid = told !== null && isGuid(told) ? told : null;
  const app = APP_ID.map(claim).find((each) => each !== null) ?? null;
  const isBroker = caller === null && app === null ? null : app === BROKER || caller?.toLowerCase() === BROKER;
  const isPerson = claim('idtyp') === 'user' || caller?.includes('@') === true;
  // a caller that is no name of a person is the id of an application, or of its service principal
  const isApp = claim('idtyp') === 'app' || (caller !== null && isGuid(caller));
  const by = isBroker === true ? 'broker' : isPerson ? 'person' : isApp ? 'automation' : 'unknown';
  // the broker is told by its application's id, which is no object of the directory
  const isObject = oid !== null && oid !== BROKER;
  return { actor: isObject ? directoryObject(tenant, oid) : null, by, oid, isBroker };
}

/** What a person who did it signs in with; of anybody else the application's `appId`. That of a person's tool says nothing of who it was. */
export function actorNames({ caller, claims }: Event): readonly EventKey[] {
  if (caller?.includes('@') === true) return [{ kind: 'user-name', value: caller }];
  const app = APP_ID.map((name) => claims?.[name]).find((each): each is string => typeof each === 'string' && each !== '');
  return app === undefined ? [] : [{ kind: 'app-id', value: app.toLowerCase() }];
}
