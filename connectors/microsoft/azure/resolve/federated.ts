import { groupBy } from '../../../../src/base/group.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { federatedLinks } from '../../entra/resolve/federated.ts';
import type { Estate } from './estate.ts';

/** From whoever a token of another issuer names to the managed identity that trusts it, as for applications. */
export function* identityTrusts(estate: Estate): Iterable<Link> {
  const principals = new Map(estate.of['managed-identity'].map(({ value }) => [value.resource, value.principal]));
  for (const [boundary, all] of groupBy(estate.of['federated-credential'], (each) => each.boundary)) {
    const federated = all.map(({ key, value, evidence }) => {
      // an identity that nobody listed stays the name of its resource
      const of = principals.get(value.of) ?? value.of;
      return { key, value: { ...value, of }, pages: evidence };
    });
    yield* federatedLinks({ boundary, federated });
  }
}
