/** Whether a name is this object: providers tell an id alone, or at the end of a longer one (`Reader` is `/subscriptions/1/roles/Reader`). */
export function isSameId(name: string, object: string): boolean {
  return name !== '' && object !== '' && (name === object || name.endsWith(`/${object}`) || object.endsWith(`/${name}`));
}
