import { z } from 'zod'

/** Whether the user's ssh goes through Culvert, and what is or would be in which file. */
export const sshSetup = z.object({
  /**
   * `moved`: the line is somewhere else in the config than at its top, or a comment. `changed`: the line is there, and somebody has
   * changed Culvert's own file. `unreadable`: the config is there and the system does not let it be read.
   */
  state: z.enum(['off', 'on', 'moved', 'changed', 'unreadable']),
  /** The user's ssh config, as people write its path. `missing`: there is none yet. */
  config: z.object({
    name: z.string(),
    is: z.enum(['there', 'missing']),
    /** Its first lines, the line itself not among them. */
    head: z.array(z.string().max(400)).max(12),
    /** 1-based, where the line stands; null where it does not. */
    line: z.int().nullable(),
  }),
  /** The line that includes the file. */
  include: z.string(),
  /** Culvert's own file: its text as it is to be, and, where somebody changed it, as it is. */
  own: z.object({
    name: z.string(),
    text: z.string(),
    found: z.object({ text: z.string() }).nullable(),
    hosts: z.int().min(0),
  }),
  /** A public key of the user's is put on an instance before each connection (EC2 Instance Connect). */
  pushesKey: z.boolean(),
  /** A name to try: `bastion-a`; null where nothing is saved. */
  example: z.string().nullable(),
})
export type SshSetup = z.infer<typeof sshSetup>
