/** What joins the records to accounts: personnel records, tickets and reviews call people by the names that their accounts have. */
const demoKeys = [
  { record: 'user-name', is: 'name', boundaries: 'aws:' },
  { record: 'jira-user', is: 'name', boundaries: 'aws:' },
] as const;

/** The configuration by which the sample estate is analysed, as `vestige.yaml` has it. */
export const demoSettings = { assurance: { keys: demoKeys } } as const;

/** The same as a file, for the state folder that keeps the sample: whoever asks about it later asks by the same configuration. */
export function demoConfigurationFile(): string {
  return [
    '# The configuration of the sample estate of `vestige demo`. It holds for this state folder where no other is named with --config',
    '# and none lies where the program is started.',
    'assurance:',
    '  # personnel records, tickets and reviews call people by the names that their accounts have',
    '  keys:',
    ...demoKeys.map((key) => `    - { record: ${key.record}, is: ${key.is}, boundaries: '${key.boundaries}' }`),
    '',
  ].join('\n');
}
