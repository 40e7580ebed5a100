/**
 * Said to the agent and to callers; above 1.2.331.0 agents leave smux keepalive off, at 1.1.70 and above they multiplex.
 * What this version of AWS's plugin does, we do (`docs/reference/session-manager-plugin.md`).
 */
export const clientVersion = '1.2.896.0'
