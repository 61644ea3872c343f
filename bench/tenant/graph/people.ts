import type { Item, List, Tenant } from '../tenant.ts';

/** One in fifty is a guest, one in 33 disabled; of those who hold roles those whom `holders.ts` plants. */
export function isGuest({ size }: Tenant, user: number): boolean {
  return user < size.holders ? user % 30 === 0 : user % 50 === 7;
}

export function isDisabled({ size }: Tenant, user: number): boolean {
  return user < size.holders ? user % 30 === 3 : user % 33 === 5;
}

export function users(tenant: Tenant): List {
  return {
    length: tenant.size.users,
    item: (at) => {
      const guest = isGuest(tenant, at);
      const synced = !guest && at % 3 === 0;
      const id = tenant.idOf('user', at);
      const seen = tenant.day(-1 - tenant.roll(1, at, 90));
      return {
        id,
        displayName: `Person ${at}`,
        userPrincipalName: guest ? `person.${at}_partner.example#EXT#@contoso.example` : `person.${at}@contoso.example`,
        userType: guest ? 'Guest' : 'Member',
        accountEnabled: !isDisabled(tenant, at),
        createdDateTime: tenant.day(-100 - tenant.roll(2, at, 2000)),
        lastPasswordChangeDateTime: tenant.day(-1 - tenant.roll(3, at, 100)),
        onPremisesSyncEnabled: synced ? true : null,
        onPremisesImmutableId: synced ? Buffer.from(id).toString('base64') : null,
        employeeId: at % 2 === 0 ? String(100_000 + at) : null,
        mail: guest ? `person.${at}@partner.example` : `person.${at}@contoso.example`,
        externalUserState: guest ? 'Accepted' : null,
        isResourceAccount: null,
        signInActivity: {
          lastSignInDateTime: seen,
          lastSignInRequestId: tenant.idOf('request', at),
          lastNonInteractiveSignInDateTime: seen,
          lastNonInteractiveSignInRequestId: tenant.idOf('request', at),
          lastSuccessfulSignInDateTime: seen,
          lastSuccessfulSignInRequestId: tenant.idOf('request', at),
        },
      };
    },
  };
}

export function deletedUsers(tenant: Tenant): List {
  return {
    length: Math.max(3, Math.floor(tenant.size.users / 1000)),
    item: (at) => ({
      id: tenant.idOf('deletedUser', at),
      displayName: `Former ${at}`,
      userPrincipalName: `${tenant.idOf('deletedUser', at).replaceAll('-', '')}former.${at}@contoso.example`,
      userType: 'Member',
      createdDateTime: tenant.day(-900),
      deletedDateTime: tenant.day(-1 - (at % 29)),
    }),
  };
}

/** As lists of members and owners have somebody: an object of some kind. */
export function reference(sort: 'user' | 'group' | 'servicePrincipal', id: string): Item {
  return { '@odata.type': `#microsoft.graph.${sort}`, id };
}
