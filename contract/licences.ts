import { z } from 'zod'

/** Licences of what the app is made of; many packages have one text. */
export const licenceNotices = z.object({
  texts: z.array(z.string()),
  packages: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      /** SPDX expression. */
      licence: z.string(),
      /** Index of its text. */
      text: z.int().min(0),
    }),
  ),
})
export type LicenceNotices = z.infer<typeof licenceNotices>
