import type { PackFile, PackFormat } from '../../src/contract/pack-format.ts';
import { written } from './document.ts';
import { assessmentPlan } from './plan.ts';
import { poam } from './poam.ts';
import { assessmentResults } from './results.ts';
import { troublesOf } from './trouble.ts';

/**
 * NIST OSCAL 1.2.1 as JSON: assessment-results, the stub of a plan that they point to, and a plan of action for what is open. Ids are
 * UUIDs of version 5 over what they are of, so the same pack gives the same bytes and the next pack knows a risk again. No file where no
 * control was tested, and no plan of action where nothing is open: OSCAL has no empty lists, and a made-up entry would be a claim.
 */
export const oscalPackFormat: PackFormat = {
  id: 'oscal',
  describes: 'NIST OSCAL assessment results for governance tools',
  render(pack, { version }) {
    const made = { pack, version };
    const troubles = troublesOf(pack);
    const open = troubles.filter(({ state }) => state !== 'closed');
    const files: PackFile[] = [];
    if (pack.controls.length > 0) {
      files.push({ path: 'oscal/assessment-plan.json', bytes: written(assessmentPlan(made)) });
      files.push({ path: 'oscal/assessment-results.json', bytes: written(assessmentResults(made, troubles)) });
    }
    if (open.length > 0) files.push({ path: 'oscal/poam.json', bytes: written(poam(made, open)) });
    return Promise.resolve(files);
  },
};
