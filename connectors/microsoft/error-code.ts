import type { Json } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';

/** The code of the error that is this answer's body, as Microsoft Graph and Azure Resource Manager have it; `undefined` where it is none. */
export function errorCode(body: Json): string | undefined {
  const error = isJsonObject(body) ? body['error'] : undefined;
  const code = isJsonObject(error) ? error['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}
