import { isJsonObject } from '../../../src/base/json.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { PolicyFact } from '../facts.ts';
import type { WorkloadFact } from '../workload-facts.ts';

/**
 * What a fact is one of. Whoever makes a file of the account's details may filter it (`--filter Role`, `AWSManagedPolicy`): it then has no
 * users, or no policies of customers, and says nothing of that. What belongs to an identity needs no finer name than its kind, for it is never
 * taken for gone unless the identity itself is seen, or is.
 */
export function familyOf(fact: Fact): string {
  switch (fact.kind) {
    case 'identity':
    case 'credential':
    case 'service-credential':
      return fact.value.kind;
    case 'policy': {
      const { managed } = fact.value as unknown as PolicyFact;
      return managed === 'inline' ? 'inline policy' : `${managed} managed policy`;
    }
    case 'workload': {
      const value = fact.value as unknown as WorkloadFact;
      return value.type === 'workload' ? value.kind : value.type;
    }
    case 'credential-detail': {
      const [type, of] = [member(fact, 'type'), member(fact, 'of')];
      return of === undefined ? (type ?? fact.kind) : `list of ${of}`;
    }
    default:
      return member(fact, 'type') ?? fact.kind;
  }
}

function member({ value }: Fact, name: string): string | undefined {
  const text: unknown = isJsonObject(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}
