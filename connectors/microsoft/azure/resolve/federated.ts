import { groupBy } from '../../../../src/base/group.ts';
import type { Link } from '../../../../src/model/grant.ts';
import { federatedLinks } from '../../entra/resolve/federated.ts';
import type { Estate } from './estate.ts';

/** From whoever a token of another issuer names to the managed identity that trusts it, as for applications. */
export function* identityTrusts(estate: Estate): Iterable<Link> {
  for (const [boundary, all] of groupBy(estate.of['federated-credential'], (each) => each.boundary)) {
    const federated = all.map(({ key, value, evidence }) => {
      const of = estate.principalAt(value.of) ?? value.of;
      return { key, value: { ...value, of }, pages: evidence };
    });
    yield* federatedLinks({ boundary, federated });
  }
}
