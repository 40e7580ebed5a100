/**
 * Imported before anything that brings zod in: the page's content policy forbids `new Function`, and zod's probe for it
 * would be reported as a violation. See `globalConfig` in zod's core.
 */
const scope = globalThis as typeof globalThis & { __zod_globalConfig?: { jitless?: boolean } }
scope.__zod_globalConfig = { ...scope.__zod_globalConfig, jitless: true }

export {}
