import { PolicyError } from '../errors.ts';

/** An action, numbered on first sight. The number holds for this process only and must not leave it. */
export interface ActionName {
  readonly id: number;
  /** `service:name` in lower case. */
  readonly lower: string;
  readonly service: string;
  readonly name: string;
}

const byText = new Map<string, ActionName>();
const byLower = new Map<string, ActionName>();

/** The action by its name in any case. Throws `bad-action` for a text that is not `service:Name`. */
export function actionOf(text: string): ActionName {
  const known = byText.get(text);
  if (known !== undefined) return known;
  const lower = text.toLowerCase();
  let action = byLower.get(lower);
  if (action === undefined) {
    const colon = lower.indexOf(':');
    if (colon <= 0 || colon === lower.length - 1) {
      throw new PolicyError('bad-action', `cannot decide about the action ${JSON.stringify(text)}: it is not of the form service:Name`);
    }
    action = { id: byLower.size, lower, service: lower.slice(0, colon), name: lower.slice(colon + 1) };
    byLower.set(lower, action);
  }
  byText.set(text, action);
  return action;
}
