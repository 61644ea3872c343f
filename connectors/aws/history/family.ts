import { isJsonObject } from '../../../src/base/json.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { AttachmentFact, PermissionsBoundaryFact, PolicyFact } from '../facts.ts';
import type { WorkloadFact } from '../workload-facts.ts';

/**
 * What a fact is one of. Whoever makes a file of the account's details may filter it (`--filter Role`): what belongs to users is then not in
 * it, whatever belongs to roles is. So what belongs to principals goes by the kind of principal.
 */
export function familyOf(fact: Fact): string {
  switch (fact.kind) {
    case 'identity':
    case 'credential':
    case 'service-credential':
      return fact.value.kind;
    case 'policy': {
      const { managed, owner } = fact.value as unknown as PolicyFact;
      return managed === 'inline' ? `inline policy of ${principalKind(owner ?? fact.key)}` : `${managed} managed policy`;
    }
    case 'attachment':
      return `attachment to ${principalKind((fact.value as unknown as AttachmentFact).principal)}`;
    case 'limiter': {
      const value = fact.value as unknown as PermissionsBoundaryFact | { readonly type: 'account-place' };
      return value.type === 'permissions-boundary' ? `permissions boundary of ${principalKind(value.principal)}` : value.type;
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

/** `user`, `group` or `role`, of an ARN of one. */
function principalKind(arn: string): string {
  const resource = arn.split(':')[5] ?? '';
  return resource.split('/', 1)[0] ?? '';
}
