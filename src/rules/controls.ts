import type { ControlRef } from '../model/finding.ts';

/**
 * Controls that findings bear on, by the framework's own id and title. Sources: OWASP Non-Human Identities Top 10 2025; NIST
 * CSF 2.0; NIST SP 800-53 r5 (release 5.2.0); NIST SP 800-207 section 2.1, tenets by number; NIST AI RMF 1.0; AICPA Trust
 * Services Criteria 2017 (points of focus 2022), shortened; ISO/IEC 27001:2022 Annex A; PCI DSS 4.0.1; Regulation (EU)
 * 2016/679; CIS AWS Foundations Benchmark, with the release in the id because numbers move between releases.
 * A finding is evidence toward a control, never a verdict on compliance.
 */
const table = {
  NHI1: ['owasp-nhi', 'NHI1:2025', 'Improper Offboarding'],
  NHI2: ['owasp-nhi', 'NHI2:2025', 'Secret Leakage'],
  NHI3: ['owasp-nhi', 'NHI3:2025', 'Vulnerable Third-Party NHI'],
  NHI4: ['owasp-nhi', 'NHI4:2025', 'Insecure Authentication'],
  NHI5: ['owasp-nhi', 'NHI5:2025', 'Overprivileged NHI'],
  NHI6: ['owasp-nhi', 'NHI6:2025', 'Insecure Cloud Deployment Configurations'],
  NHI7: ['owasp-nhi', 'NHI7:2025', 'Long-Lived Secrets'],
  NHI8: ['owasp-nhi', 'NHI8:2025', 'Environment Isolation'],
  NHI9: ['owasp-nhi', 'NHI9:2025', 'NHI Reuse'],
  NHI10: ['owasp-nhi', 'NHI10:2025', 'Human Use of NHI'],

  'ID.AM-08': ['nist-csf', 'ID.AM-08', 'Systems, hardware, software, services, and data are managed throughout their life cycles'],
  'PR.AA-01': [
    'nist-csf',
    'PR.AA-01',
    'Identities and credentials for authorized users, services, and hardware are managed by the organization',
  ],
  'PR.AA-03': ['nist-csf', 'PR.AA-03', 'Users, services, and hardware are authenticated'],
  'PR.AA-04': ['nist-csf', 'PR.AA-04', 'Identity assertions are protected, conveyed, and verified'],
  'PR.AA-05': [
    'nist-csf',
    'PR.AA-05',
    'Access permissions, entitlements, and authorizations are defined in a policy, managed, enforced, and reviewed, and incorporate the principles of least privilege and separation of duties',
  ],
  'PR.PS-04': ['nist-csf', 'PR.PS-04', 'Log records are generated and made available for continuous monitoring'],

  'AC-2': ['nist-800-53', 'AC-2', 'Account Management'],
  'AC-2(2)': ['nist-800-53', 'AC-2(2)', 'Automated Temporary and Emergency Account Management'],
  'AC-2(3)': ['nist-800-53', 'AC-2(3)', 'Disable Accounts'],
  'AC-2(6)': ['nist-800-53', 'AC-2(6)', 'Dynamic Privilege Management'],
  'AC-2(7)': ['nist-800-53', 'AC-2(7)', 'Privileged User Accounts'],
  'AC-3': ['nist-800-53', 'AC-3', 'Access Enforcement'],
  'AC-3(8)': ['nist-800-53', 'AC-3(8)', 'Revocation of Access Authorizations'],
  'AC-5': ['nist-800-53', 'AC-5', 'Separation of Duties'],
  'AC-6': ['nist-800-53', 'AC-6', 'Least Privilege'],
  'AC-6(1)': ['nist-800-53', 'AC-6(1)', 'Authorize Access to Security Functions'],
  'AC-6(5)': ['nist-800-53', 'AC-6(5)', 'Privileged Accounts'],
  'AC-6(7)': ['nist-800-53', 'AC-6(7)', 'Review of User Privileges'],
  'AU-9': ['nist-800-53', 'AU-9', 'Protection of Audit Information'],
  'CA-7': ['nist-800-53', 'CA-7', 'Continuous Monitoring'],
  'IA-2': ['nist-800-53', 'IA-2', 'Identification and Authentication (Organizational Users)'],
  'IA-2(1)': ['nist-800-53', 'IA-2(1)', 'Multi-factor Authentication to Privileged Accounts'],
  'IA-2(2)': ['nist-800-53', 'IA-2(2)', 'Multi-factor Authentication to Non-privileged Accounts'],
  'IA-4': ['nist-800-53', 'IA-4', 'Identifier Management'],
  'IA-5': ['nist-800-53', 'IA-5', 'Authenticator Management'],
  'IA-5(1)': ['nist-800-53', 'IA-5(1)', 'Password-based Authentication'],
  'IA-5(2)': ['nist-800-53', 'IA-5(2)', 'Public Key-based Authentication'],
  'IA-9': ['nist-800-53', 'IA-9', 'Service Identification and Authentication'],
  'PS-4': ['nist-800-53', 'PS-4', 'Personnel Termination'],

  'ZTA-3': ['nist-800-207', 'Tenet 3', 'Access to individual enterprise resources is granted on a per-session basis'],
  'ZTA-4': ['nist-800-207', 'Tenet 4', 'Access to resources is determined by dynamic policy'],
  'ZTA-6': [
    'nist-800-207',
    'Tenet 6',
    'All resource authentication and authorization are dynamic and strictly enforced before access is allowed',
  ],
  'ZTA-7': [
    'nist-800-207',
    'Tenet 7',
    'The enterprise collects as much information as possible about the current state of assets, network infrastructure and communications and uses it to improve its security posture',
  ],

  'GOVERN-1.6': [
    'ai-rmf',
    'GOVERN 1.6',
    'Mechanisms are in place to inventory AI systems and are resourced according to organizational risk priorities',
  ],
  'GOVERN-1.7': [
    'ai-rmf',
    'GOVERN 1.7',
    'Processes and procedures are in place for decommissioning and phasing out AI systems safely and in a manner that does not increase risks or decrease the organization’s trustworthiness',
  ],

  'CC4.1': ['soc2', 'CC4.1', 'Ongoing and separate evaluations of internal control'],
  'CC6.1': ['soc2', 'CC6.1', 'Logical access security over protected information assets'],
  'CC6.2': ['soc2', 'CC6.2', 'Registration and authorization of users, removal of credentials no longer authorized'],
  'CC6.3': ['soc2', 'CC6.3', 'Access authorized, modified or removed by role, with least privilege and segregation of duties'],
  'CC6.6': ['soc2', 'CC6.6', 'Logical access security against threats from outside the system boundaries'],
  'CC7.2': ['soc2', 'CC7.2', 'Monitoring of system components for anomalies'],

  'A.5.3': ['iso27001', 'A.5.3', 'Segregation of duties'],
  'A.5.9': ['iso27001', 'A.5.9', 'Inventory of information and other associated assets'],
  'A.5.15': ['iso27001', 'A.5.15', 'Access control'],
  'A.5.16': ['iso27001', 'A.5.16', 'Identity management'],
  'A.5.17': ['iso27001', 'A.5.17', 'Authentication information'],
  'A.5.18': ['iso27001', 'A.5.18', 'Access rights'],
  'A.5.19': ['iso27001', 'A.5.19', 'Information security in supplier relationships'],
  'A.8.2': ['iso27001', 'A.8.2', 'Privileged access rights'],
  'A.8.3': ['iso27001', 'A.8.3', 'Information access restriction'],
  'A.8.5': ['iso27001', 'A.8.5', 'Secure authentication'],
  'A.8.15': ['iso27001', 'A.8.15', 'Logging'],

  'PCI-7.2.1': ['pci', '7.2.1', 'An access control model is defined and includes granting access'],
  'PCI-7.2.2': ['pci', '7.2.2', 'Access is assigned to users, including privileged users, by job classification and least privileges'],
  'PCI-7.2.4': ['pci', '7.2.4', 'All user accounts and related access privileges, including third-party/vendor accounts, are reviewed'],
  'PCI-7.2.5': ['pci', '7.2.5', 'All application and system accounts and related access privileges are assigned and managed'],
  'PCI-7.2.5.1': ['pci', '7.2.5.1', 'All access by application and system accounts and related access privileges are reviewed'],
  'PCI-8.2.2': [
    'pci',
    '8.2.2',
    'Group, shared, or generic IDs, or other shared authentication credentials are only used when necessary on an exception basis',
  ],
  'PCI-8.2.4': [
    'pci',
    '8.2.4',
    'Addition, deletion, and modification of user IDs, authentication factors, and other identifier objects are managed',
  ],
  'PCI-8.2.5': ['pci', '8.2.5', 'Access for terminated users is immediately revoked'],
  'PCI-8.2.6': ['pci', '8.2.6', 'Inactive user accounts are removed or disabled within 90 days of inactivity'],
  'PCI-8.2.7': [
    'pci',
    '8.2.7',
    'Accounts used by third parties to access, support, or maintain system components via remote access are managed',
  ],
  'PCI-8.3.9': [
    'pci',
    '8.3.9',
    'Passwords used as the only authentication factor are changed every 90 days or the posture of accounts is dynamically analyzed',
  ],
  'PCI-8.4.2': ['pci', '8.4.2', 'MFA is implemented for all non-console access into the CDE'],
  'PCI-8.6.1': ['pci', '8.6.1', 'If accounts used by systems or applications can be used for interactive login, they are managed'],
  'PCI-8.6.3': ['pci', '8.6.3', 'Passwords/passphrases for any application and system accounts are protected against misuse'],
  'PCI-10.2.1': ['pci', '10.2.1', 'Audit logs are enabled and active for all system components and cardholder data'],

  'GDPR-32.1.b': [
    'gdpr',
    'Art. 32(1)(b)',
    'The ability to ensure the ongoing confidentiality, integrity, availability and resilience of processing systems and services',
  ],
  'GDPR-32.1.d': [
    'gdpr',
    'Art. 32(1)(d)',
    'A process for regularly testing, assessing and evaluating the effectiveness of technical and organisational measures',
  ],

  'CIS3-1.4': ['cis-aws', '3.0.0 1.4', "Ensure no 'root' user account access key exists"],
  'CIS3-1.5': ['cis-aws', '3.0.0 1.5', "Ensure MFA is enabled for the 'root' user account"],
  'CIS3-1.7': ['cis-aws', '3.0.0 1.7', "Eliminate use of the 'root' user for administrative and daily tasks"],
  'CIS3-1.10': [
    'cis-aws',
    '3.0.0 1.10',
    'Ensure multi-factor authentication (MFA) is enabled for all IAM users that have a console password',
  ],
  'CIS3-1.12': ['cis-aws', '3.0.0 1.12', 'Ensure credentials unused for 45 days or greater are disabled'],
  'CIS3-1.13': ['cis-aws', '3.0.0 1.13', 'Ensure there is only one active access key available for any single IAM user'],
  'CIS3-1.14': ['cis-aws', '3.0.0 1.14', 'Ensure access keys are rotated every 90 days or less'],
  'CIS3-1.16': ['cis-aws', '3.0.0 1.16', 'Ensure IAM policies that allow full "*:*" administrative privileges are not attached'],
  'CIS7-2.4': ['cis-aws', '7.0.0 2.4', "Ensure no 'root' user account access key exists"],
  'CIS7-2.7': ['cis-aws', '7.0.0 2.7', "Eliminate use of the 'root' user for administrative and daily tasks"],
  'CIS7-2.11': ['cis-aws', '7.0.0 2.11', 'Ensure credentials unused for 45 days or more are disabled'],
  'CIS7-2.12': ['cis-aws', '7.0.0 2.12', 'Ensure access keys are rotated every 90 days or less'],
  'CIS7-2.14': ['cis-aws', '7.0.0 2.14', 'Ensure IAM policies that allow full "*:*" administrative privileges are not attached'],
} as const satisfies Readonly<Record<string, readonly [framework: string, id: string, title: string]>>;

export type ControlKey = keyof typeof table;

/** The controls of these keys, in the order given. */
export function controls(...keys: readonly ControlKey[]): readonly ControlRef[] {
  return keys.map((key) => {
    const [framework, id, title] = table[key];
    return { framework, id, title };
  });
}
