import type { Framework } from './pack.ts';

/** What people call a framework, with the version that is meant. */
export const frameworkNames: Readonly<Record<Framework, string>> = {
  soc2: 'SOC 2, Trust Services Criteria 2017 (points of focus 2022)',
  iso27001: 'ISO/IEC 27001:2022, Annex A',
  pci: 'PCI DSS 4.0.1',
  'nist-800-53': 'NIST SP 800-53 revision 5',
  'nist-csf': 'NIST Cybersecurity Framework 2.0',
  'nist-800-207': 'NIST SP 800-207, tenets of zero trust',
  'ai-rmf': 'NIST AI Risk Management Framework 1.0',
  gdpr: 'Regulation (EU) 2016/679 (GDPR)',
  'owasp-nhi': 'OWASP Non-Human Identities Top 10 2025',
};
