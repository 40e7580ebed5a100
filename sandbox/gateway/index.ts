export { createGateway } from './create-gateway.ts'
export { realBehaviour } from './behaviour.ts'
export type * from './gateway.ts'
