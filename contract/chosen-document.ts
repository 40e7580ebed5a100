import { z } from 'zod'

/** A session document by its name, or by the ARN of one that another account shares. */
export const documentName = z.string().regex(/^[A-Za-z0-9_.:/-]{3,128}$/)

/** Parameters of a session document, as StartSession takes them. */
export const documentParameters = z.record(z.string().min(1).max(255), z.array(z.string().max(8_000)).max(50))

/** A session document that somebody chose, with its parameters. One with no value is asked for each time. */
export const chosenDocument = z.object({ name: documentName, parameters: documentParameters })
export type ChosenDocument = z.infer<typeof chosenDocument>

/** What AWS's own documents for forwarding call the values that a tunnel has by itself. */
export const endpointParameter = z.enum(['host', 'portNumber', 'localPortNumber'])
export type EndpointParameter = z.infer<typeof endpointParameter>

/** The session document that a tunnel is opened by, where it is not AWS's own. */
export const tunnelDocument = chosenDocument.extend({
  /** Which of the tunnel's own values it takes; left out, those that AWS's own documents take. */
  takes: z.array(endpointParameter).max(3).optional(),
})
export type TunnelDocument = z.infer<typeof tunnelDocument>
