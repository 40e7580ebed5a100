import { z } from 'zod'

/**
 * Which file a program is, and what is in it: compared before each start. Times are left out, for whoever may write to a file may
 * set them back; device and inode are decimal text, for they do not fit a number everywhere.
 */
export const programIdentity = z.object({
  device: z.string(),
  inode: z.string(),
  /** Bytes. */
  size: z.int().min(0),
  /** Hexadecimal, of the whole file. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ProgramIdentity = z.infer<typeof programIdentity>
