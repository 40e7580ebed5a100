import { z } from 'zod'

/** What a person said to the question about production: nothing yet, yes for this once, or yes for the account until the day is over. */
export const productionAgreement = z.enum(['none', 'once', 'today'])
export type ProductionAgreement = z.infer<typeof productionAgreement>
