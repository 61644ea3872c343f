import type { Framework } from '../../../model/pack.ts';
import { aiRmf } from './ai-rmf.ts';
import { gdpr } from './gdpr.ts';
import { iso27001 } from './iso27001.ts';
import { nist800207 } from './nist-800-207.ts';
import { nist80053 } from './nist-800-53.ts';
import { nistCsf } from './nist-csf.ts';
import { owaspNhi } from './owasp-nhi.ts';
import { pci } from './pci.ts';
import { soc2 } from './soc2.ts';
import type { Control } from './control.ts';

/** Controls of each framework that what is read can bear on, in the framework's own order. A framework has more of them. */
export const controlsOf: Readonly<Record<Framework, readonly Control[]>> = {
  soc2: soc2,
  iso27001: iso27001,
  pci: pci,
  'nist-800-53': nist80053,
  'nist-csf': nistCsf,
  'nist-800-207': nist800207,
  'ai-rmf': aiRmf,
  gdpr: gdpr,
  'owasp-nhi': owaspNhi,
};
