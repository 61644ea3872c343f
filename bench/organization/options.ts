/** An invented organization. Every part of it follows from these, so that nothing has to be kept: an account is made when it is asked for. */
export interface OrganizationOptions {
  readonly seed: number;
  readonly accounts: number;
  /** In each account, without those of IAM Identity Center. Every fiftieth account has ten times as many. */
  readonly roles: number;
  readonly users: number;
}

export const SCANNER_ROLE = 'audit/vestige';
export const EXTERNAL_ID = 'acme-7f3e';
export const REGION = 'us-east-1';

/** As the services take and give them. */
export const usual: Omit<OrganizationOptions, 'accounts'> = { seed: 11, roles: 40, users: 6 };
