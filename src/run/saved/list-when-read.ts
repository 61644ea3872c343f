/**
 * A list that is read, all of it, when it is first looked at: who only hands it on, or asks something else about it, reads nothing. It cannot
 * be changed.
 */
export function listWhenRead<T>(read: () => readonly T[]): readonly T[] {
  let isRead = false;
  function filled(list: T[]): T[] {
    if (isRead) return list;
    for (const each of read()) list.push(each);
    isRead = true;
    return list;
  }
  return new Proxy<T[]>([], {
    get: (list, key, receiver) => Reflect.get(filled(list), key, receiver) as unknown,
    has: (list, key) => Reflect.has(filled(list), key),
    ownKeys: (list) => Reflect.ownKeys(filled(list)),
    getOwnPropertyDescriptor: (list, key) => Reflect.getOwnPropertyDescriptor(filled(list), key),
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
    preventExtensions: () => false,
  });
}
