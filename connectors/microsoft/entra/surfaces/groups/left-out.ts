import { counted } from '../../../../../src/base/text/count.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import { tenantsIn } from '../../graph-page.ts';
import type { EntraSettings } from '../../settings.ts';
import { interestIn } from './interest.ts';

/** Says how many security groups were not asked for their members, as they hold nothing that this connector sees, and how they are. */
export function groupsLeftOut(seen: FactIndex, settings: EntraSettings): readonly string[] {
  return tenantsIn(seen).flatMap(({ boundary, tenant }) => {
    const { groups, known } = interestIn(seen, boundary, tenant, settings);
    const left = [...known.values()].filter((each) => each.security && !groups.has(each.group)).length;
    if (left === 0) return [];
    const what = counted(
      left,
      'security group that holds nothing in the directory was',
      'security groups that hold nothing in the directory were',
    );
    return [
      `${what} not asked for members: name those that hold roles elsewhere, as in Azure subscriptions, under groups, or set groupMembers to all`,
    ];
  });
}
