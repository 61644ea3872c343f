import type { JsonObject } from '../../../../src/base/json.ts';
import type { Task } from '../../../../src/model/page.ts';
import { account, boundary } from '../support/estate.ts';

export const region = 'eu-central-1';

export function regionalArn(service: string, resource: string, of: string = account): string {
  return `arn:aws:${service}:${region}:${of}:${resource}`;
}

export function ask(surface: string, call: string, more: JsonObject = {}): Task {
  return { boundary, surface: `aws:${surface}`, args: { call, region, ...more } };
}
