import { backMatter, metadata, platform, titleOf, tool, type Made } from './document.ts';
import { idOf, type Part } from './ids.ts';
import { reviewedControls } from './results.ts';

const SSP = 'system-security-plan.json';
const REPLACE = `No system security plan is known to the program that made this: put yours beside this file as ${SSP}, or change the link.`;

/** The least assessment-plan that assessment-results may point to. It plans nothing: what was tested is in the results. */
export function assessmentPlan(made: Made): Part {
  const { pack } = made;
  const ssp = idOf('resource', pack.id, 'ssp');
  return {
    'assessment-plan': {
      uuid: idOf('assessment-plan', pack.id),
      metadata: metadata(made, titleOf(pack, 'Assessment plan (stub)'), 'A stub, made with the results so that they can be imported.'),
      'import-ssp': { href: `#${ssp}`, remarks: REPLACE },
      'reviewed-controls': reviewedControls(pack),
      'assessment-assets': { components: [tool(made)], 'assessment-platforms': [platform()] },
      'back-matter': backMatter(
        made,
        ['manifest'],
        [{ uuid: ssp, title: 'System security plan', description: REPLACE, rlinks: [{ href: SSP, 'media-type': 'application/json' }] }],
      ),
    },
  };
}
