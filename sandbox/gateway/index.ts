export { createGateway } from './create-gateway.ts'
export { realBehaviour } from './behaviour.ts'
export { malformedMessages } from './gateway.ts'
export type * from './gateway.ts'
