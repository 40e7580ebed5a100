import { runWorld } from '../engine/world.ts'

/** A program: the sandbox's gateway and the endpoints, away from the event loop of what is measured. */
await runWorld()
