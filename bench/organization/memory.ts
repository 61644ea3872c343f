/** Peak resident memory of this process so far, in bytes: what the operating system counted, not a sample. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
