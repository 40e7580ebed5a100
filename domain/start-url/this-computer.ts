/** True for a host name that leads to this computer, as sandboxes and doubles of AWS have. */
export function isOfThisComputer(host: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+)$/.test(host)
}
