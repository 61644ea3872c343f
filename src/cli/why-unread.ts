const words: Readonly<Record<string, string>> = {
  EACCES: 'its permissions keep this account from it',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EPERM: 'its permissions keep this account from it',
};

/** Why a file that somebody named could not be read, for the end of a message: in words where they are known, else the system's code; of what failed otherwise its message. */
export function whyUnread(cause: unknown): string {
  const { code, syscall, message } = cause as NodeJS.ErrnoException;
  return code === undefined || syscall === undefined ? message : (words[code] ?? code);
}
